"""The written report as values: sections, sentences, tables."""
