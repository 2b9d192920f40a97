"""The drill: an invented, harmless event that the project renders itself, so that everything about it is known."""

from firsthand.drill.write import DrillEvent, write_drill

__all__ = ["DrillEvent", "write_drill"]
