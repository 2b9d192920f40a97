"""Each port's promises as a test suite, for our adapters and anyone's: subclass one, say how yours is made, run pytest."""
