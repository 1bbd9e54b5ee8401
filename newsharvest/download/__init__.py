"""Between request and response: what is asked, how fast, and what the answer really is."""
