"""Every change in the judicial part."""
