"""What a desk is told when a sharing is taken back, and its answer."""
