"""Reminders: the letter and the mail drafts."""
