"""What people write in the judicial part."""
