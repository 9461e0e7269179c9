"""What the secretary, the chair and the members write."""
