"""The written report as a Word document."""
