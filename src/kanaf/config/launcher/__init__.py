"""The two commands people type, and everything between them and Django."""
