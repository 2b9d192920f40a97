"""Adapters to what lies outside: hostile bytes, workers, the clock."""
