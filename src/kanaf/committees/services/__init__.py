"""Every change to a committee, one verb each."""
