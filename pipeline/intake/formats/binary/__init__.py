"""Workbooks in the binary formats of Excel (.xls, .xlsb)."""
