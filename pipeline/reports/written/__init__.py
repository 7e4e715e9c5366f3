"""Official texts as values, and the written report among them: sections, sentences, tables."""
