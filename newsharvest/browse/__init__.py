"""Pages over the store for a browser on the same computer, for who would rather look than read: they only read, and fetch nothing."""
