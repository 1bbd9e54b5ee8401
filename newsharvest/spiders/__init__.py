"""The outlets, a module each: who it is and only its own quirks."""
