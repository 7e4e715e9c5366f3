"""What the commands print, as lines of text of at most 80 columns."""
