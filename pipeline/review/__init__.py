"""What the coordinator adds to a round: a workbook that is made, read and completed, and never loses a word typed into it."""
