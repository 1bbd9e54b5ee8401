"""Outlets over several workers: the queue that they share in PostgreSQL, and which of them may ask an outlet. All its SQL."""
