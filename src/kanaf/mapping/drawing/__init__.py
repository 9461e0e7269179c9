"""Pictures of the mapping as SVG: laid out by us, the same on every machine, mirrored for Arabic."""
