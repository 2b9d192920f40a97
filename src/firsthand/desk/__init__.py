"""The use cases: preserve, examine, weigh, publish, recheck; the only imperative shell."""
