"""Every route as every role: what each is answered, and that nobody reads another desk's words."""
