"""What a clipping desk hands on: the stories of a window of time by department, as a document for people."""
