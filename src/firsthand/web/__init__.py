"""The workbench's server: a door on 127.0.0.1 that parses, calls one desk function and answers."""
