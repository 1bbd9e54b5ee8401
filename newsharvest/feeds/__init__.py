"""Files that people open, and that are handed on, whole or not at all."""
