"""Official texts as Word documents."""
