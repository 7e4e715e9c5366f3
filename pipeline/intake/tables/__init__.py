"""From sheets to rows."""
