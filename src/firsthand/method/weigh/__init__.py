"""Origins, agreement, grades, wording."""
