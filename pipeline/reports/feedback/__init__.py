"""Feedback: each return handed back as a workbook with its problems marked."""
