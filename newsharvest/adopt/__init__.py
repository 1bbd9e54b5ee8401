"""A page or a site that no spider knows."""
