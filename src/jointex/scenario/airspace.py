"""Airspace set aside for the exercise, and airspace to stay out of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jointex.scenario.quantities import Distance, Level, Name, Part, Points, Second, Text, written


class Airspace(Part):
    """A piece of airspace between two levels and two times."""

    id: Name = Field(description="Name on the charts of this exercise")
    kind: Literal["working_area", "corridor", "altitude_block", "avoid"] = Field(
        default="working_area",
        description="Where work is done, where aircraft pass, levels kept for flights, or to stay out of",
    )
    text: Text = Field(default="", description="Remarks")
    points: Points = Field(description="Corners of the area in order, or centre line of a corridor")
    floor_m: Level = Field(default=written("0 ft"), alias="floor", description="Lowest level [pressure altitude]")
    ceiling_m: Level = Field(default=written("FL650"), alias="ceiling", description="Highest level [pressure altitude]")
    width_m: Distance | None = Field(default=None, alias="width", description="Full width of a corridor")
    open_s: Second | None = Field(default=None, alias="open", description="Opens at; open from the start if left out")
    close_s: Second | None = Field(default=None, alias="close", description="Closes at; open to the end if left out")
    flights: tuple[Name, ...] = Field(default=(), description="Flights it is meant for; all if left out")

    def holds(self, latitude_deg: float, longitude_deg: float) -> bool:
        """Return whether a point lies inside the area, its corners joined by straight lines on the chart.

        Parameters
        ----------
        latitude_deg, longitude_deg : float
            Position [deg], north and east positive.

        Returns
        -------
        bool
            Always False for a corridor, which has no inside but a centre line.
        """
        if self.kind == "corridor":
            return False
        east = [_near(longitude, longitude_deg) for _, longitude in self.points]
        north = [latitude for latitude, _ in self.points]
        inside = False
        for here in range(len(north)):
            before = here - 1
            if (north[here] > latitude_deg) != (north[before] > latitude_deg):
                share = (latitude_deg - north[here]) / (north[before] - north[here])
                if longitude_deg < east[here] + share * (east[before] - east[here]):
                    inside = not inside
        return inside


def _near(longitude_deg: float, reference_deg: float) -> float:
    """Return a longitude as the turn of it nearest to a reference, so that areas may cross the date line."""
    return reference_deg + (longitude_deg - reference_deg + 180.0) % 360.0 - 180.0
