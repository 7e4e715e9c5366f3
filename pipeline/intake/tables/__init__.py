"""Tables: from sheets of raw cells to the rows of a return."""
