"""The circuit drawn from its protocol: laid out in plain Python as boxes, lines and measured words, then set."""
