"""What tracing finds and what it costs, on edits of public clips."""
