"""Storms: what may go wrong outside of the program, played on real parts. Each is a script with a seed that prints its figures.

    python -m storms.NAME [--seed N]

The exit status is 1 if anything was lost, let in, or went otherwise than it must. CI runs a short form of each (`tests/test_storms_*.py`).
"""
