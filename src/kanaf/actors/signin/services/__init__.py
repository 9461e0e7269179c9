"""Every change of sign-in: invitations, sessions, factors."""
