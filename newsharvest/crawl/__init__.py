"""What an outlet's spider is: its addresses, what it is asked for, and what went wrong."""
