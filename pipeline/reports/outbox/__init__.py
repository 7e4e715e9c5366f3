"""What lies in the outbox: written whole or not at all, with manifest, ledger and history, and the drafts of reminders."""
