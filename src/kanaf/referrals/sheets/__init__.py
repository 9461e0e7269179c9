"""A referral on paper, and the link through which a partner without an account answers it once."""
