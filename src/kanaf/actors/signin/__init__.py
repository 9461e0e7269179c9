"""How the people of the directory come in, prove who they are, and see where they are signed in."""
