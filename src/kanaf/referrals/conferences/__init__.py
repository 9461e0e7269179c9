"""Case conferences: several desks round one file."""
