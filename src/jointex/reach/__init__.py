"""What can be over a place in what time, from which bases, islands and ships, by force and year, and what one more would buy."""

from jointex.reach.answer import Answer, Row, reach
from jointex.reach.forces import Force, Unit, read_force, unit_of

__all__ = ["Answer", "Force", "Row", "Unit", "reach", "read_force", "unit_of"]
