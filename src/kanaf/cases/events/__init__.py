"""What the journal can say about reports and files."""
