"""The consolidated workbook."""
