"""A protocol in the words of the people who apply it, in their language: no code of ours, no name of an event."""
