"""Speed and accuracy beside the peers, printed; every bench is a program of its own."""
