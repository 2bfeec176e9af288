"""rashomon: news reports on violent incidents to an auditable record, offline."""

__version__ = "0.1.0"
