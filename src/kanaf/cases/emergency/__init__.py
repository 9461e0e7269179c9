"""Emergency access: one person opens, for some hours and under the eyes of others, a file that nobody gave her."""
