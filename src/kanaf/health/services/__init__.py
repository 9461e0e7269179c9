"""What is done in the medical part; each verb asks its policy again, and writes the journal."""
