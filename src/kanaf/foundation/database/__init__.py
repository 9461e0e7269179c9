"""PostgreSQL as Kanaf carries it: found, started, given its roles and stopped, without an administrator."""
