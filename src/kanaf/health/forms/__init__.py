"""Forms of health, one a page."""
