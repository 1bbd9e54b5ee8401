"""One page in, what it says out: its tree, its layout, its article or the rows of its list."""
