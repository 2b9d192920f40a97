"""The command line: parses, calls one desk function, renders."""
