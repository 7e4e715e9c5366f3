"""What goes out: Excel, Word, machine-readable accounts, and the outbox that is replaced as a whole."""
