"""Files that people open, whole or not at all."""
