"""Reminders: who owes what, the letter to all as a value, the mail to each."""
