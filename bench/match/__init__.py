"""Made-up registries of children and their noisy re-registrations, to tune and measure the matcher of records."""
