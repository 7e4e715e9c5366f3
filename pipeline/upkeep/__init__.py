"""Looking after a project folder: a new one, what is doubtful in one before work starts, the addresses of its register."""
