"""What can be over a place in what time, from which bases, islands and ships, by force and year, and what one more would buy."""

from jointex.reach.answer import Answer, Row, assumptions, reach
from jointex.reach.field import Terms, answer_minutes
from jointex.reach.forces import LAST_YEAR, Force, Price, Unit, read_force, ship_and_place, unit_of
from jointex.reach.money import Spent, spend
from jointex.reach.survey import Bought, Nodes, Panel, Survey, saved_min, survey

__all__ = [
    "LAST_YEAR",
    "Answer",
    "Bought",
    "Force",
    "Nodes",
    "Panel",
    "Price",
    "Row",
    "Spent",
    "Survey",
    "Terms",
    "Unit",
    "answer_minutes",
    "assumptions",
    "reach",
    "read_force",
    "saved_min",
    "ship_and_place",
    "spend",
    "survey",
    "unit_of",
]
