"""Firsthand: from footage to a published report that a stranger can check again, offline."""

__version__ = "0.1.0"
