"""Is this the same child? Records held in memory, found through pairs of traits and compared field by field."""
