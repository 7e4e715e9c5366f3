"""Work in other processes and threads; nothing of workbooks or reports is known here."""
