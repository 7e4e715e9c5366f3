"""Rows and columns of a sheet, from zero."""

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


def column_number(letters: bytes) -> int:
    """Return the column of its letters, from zero."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
