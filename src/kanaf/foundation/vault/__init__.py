"""Sealed values: one data key per person or case, wrapped by a key ring that lives outside the database."""
