"""The one strict reader of the project's YAML files: every fault is told at once, with file, line and field."""
