"""What a stranger runs: the core of the recheck, on the standard library, `record/` and `cryptography` only."""
