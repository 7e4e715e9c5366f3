"""Is it right: raw cells to typed ones, and the rules over rows, workbooks and agencies."""
