"""What was ordered: one decision with its catalogue of tasks, its register of agencies and its rounds."""
