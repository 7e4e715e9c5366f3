"""The schemas of the sheets, read strictly."""
