"""The pages of the directory and of its people."""
