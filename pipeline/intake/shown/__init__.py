"""What a cell shows for the value it holds, by its number format."""
