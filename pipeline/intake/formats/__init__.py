"""File formats: from bytes to sheets of raw cells."""
