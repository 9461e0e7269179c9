"""Pages of the committees."""
