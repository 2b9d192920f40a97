"""The words of the house: frozen values, standard library only, no IO, no clock, no randomness."""
