"""Pages of justice."""
