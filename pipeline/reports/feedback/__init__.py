"""The feedback workbooks."""
