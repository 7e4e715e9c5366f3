"""What is sent out: the schemas of the sheets, one agency's workbook as a value, and its writer."""
