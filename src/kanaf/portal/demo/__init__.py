"""The demonstration territory: real organisations with sourced public facts, invented desks, fictional people."""
