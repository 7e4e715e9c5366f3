"""The sheets of the workbook that an agency fills."""
