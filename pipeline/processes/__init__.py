"""Work in other processes, contained."""
