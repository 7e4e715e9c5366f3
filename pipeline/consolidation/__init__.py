"""What the returns say together: states, long table, matrix, counts."""
