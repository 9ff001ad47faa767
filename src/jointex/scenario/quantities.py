"""The kinds of values a scenario holds, each with its bounds: floats in SI (degrees where the name ends in `_deg`)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StrictInt, StrictStr
from pydantic_core import core_schema

from jointex.scenario.frozen import FrozenMap, frozen, thawed
from jointex.scenario.places import Place
from jointex.scenario.written import AircraftType, At, Base, Moment, Quantity, broken
from jointex.units import FLIGHT_LEVEL_M, NAUTICAL_MILE_M, RADIAN_DEG

_HOUR_S = 3600.0
_HIGHEST_M = 650 * FLIGHT_LEVEL_M
_FULL_TURN = 2.0 * math.pi


class FuelLoad(Quantity):
    """Fuel of one aircraft, or `full`."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return the fuel [kg], or None for `full`."""
        return None if written == "full" else super().read(written, info)


class DayToDay(Quantity):
    """A spread of the wind from day to day, or `climatology`."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return the standard deviation [m/s], or the word."""
        if written is None or written == "climatology":
            return written
        return super().read(written, info)


class Corner(At):
    """A corner of an area, read into (latitude_deg, longitude_deg)."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return latitude and longitude [deg]."""
        place = super().read(written, info)
        return (place.latitude_deg, place.longitude_deg)


class CelsiusText(Quantity):
    """A temperature in degrees Celsius; kelvins would be taken for a difference."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return the temperature [deg C]."""
        if isinstance(written, str) and not written.strip().endswith("C"):
            raise broken("must be a temperature in degrees Celsius, such as 28 C")
        return super().read(written, info)


Mass = Annotated[float, Quantity("mass", 0.0, 500e3, "must be between 0 and 500 t", "20 klb")]
Fuel = Annotated[float | None, FuelLoad("mass", 0.0, 500e3, "must be `full` or between 0 and 500 t", "20 klb")]
Level = Annotated[float, Quantity("altitude", 0.0, _HIGHEST_M, "must be between 0 ft and FL650", "FL280")]
Duration = Annotated[float, Quantity("time", 0.0, 48 * _HOUR_S, "must be between 0 and 48 h", "50 min")]
Distance = Annotated[float, Quantity("length", 0.0, 20e6, "must be between 0 and 20,000 km", "40 NM")]
Offset = Annotated[
    float, Quantity("length", -100 * NAUTICAL_MILE_M, 100 * NAUTICAL_MILE_M, "must be within 100 NM", "2 NM")
]
Spread = Annotated[float, Quantity("length", 0.0, 5000.0, "must be between 0 and 5 km", "150 m")]
Speed = Annotated[float, Quantity("speed", 0.0, 200.0, "must be between 0 and 200 m/s", "60 kt")]
WindSpread = Annotated[
    float | Literal["climatology"] | None,
    DayToDay("speed", 0.0, 60.0, "must be `climatology` or between 0 and 60 m/s", "8 m/s"),
]
Mach = Annotated[float, Quantity("ratio", 0.1, 3.0, "must be a Mach number between 0.1 and 3", "0.77")]
Course = Annotated[float, Quantity("angle", 0.0, _FULL_TURN, "must be between 0 and 360 deg", "010 deg", RADIAN_DEG)]
Bank = Annotated[float, Quantity("angle", math.radians(5), math.radians(60), "must be between 5 and 60 deg", "25 deg")]
TemperatureOffset = Annotated[
    float, Quantity("temperature_difference", -40.0, 40.0, "must be between -40 and 40 K", "5 K")
]
Celsius = Annotated[float, CelsiusText("temperature_difference", -60.0, 60.0, "must be between -60 and 60 C", "28 C")]
Turn = Annotated[float, Quantity("angle", 0.0, math.pi, "must be between 0 and 180 deg", "20 deg", RADIAN_DEG)]
AngleAside = Annotated[float, Quantity("angle", 0.0, 0.5 * math.pi, "must be between 0 and 90 deg", "50 deg")]
CloudBase = Annotated[float, Quantity("length", 0.0, 20e3, "must be between 0 and 20 km", "300 ft")]
Visibility = Annotated[float, Quantity("length", 0.0, 100e3, "must be between 0 and 100 km", "1500 m")]
Share = Annotated[float, Quantity("ratio", 0.0, 1.0, "must be between 0 and 100 %", "90 %")]
SpreadFraction = Annotated[float, Quantity("ratio", 0.0, 0.5, "must be between 0 and 50 %", "2 %")]
WindFraction = Annotated[float, Quantity("ratio", 0.0, 3.0, "must be between 0 and 3", "0.4")]
Second = Annotated[float, Moment()]
RoutePoint = Annotated[Place, At()]
Point = Annotated[tuple[float, float], Corner()]
BaseId = Annotated[str, Base()]
AircraftId = Annotated[str, AircraftType()]
Text = Annotated[StrictStr, Field(max_length=4000)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=60)]
FileName = Annotated[
    StrictStr, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9._ -]*[A-Za-z0-9])?$")
]
Title = Annotated[StrictStr, Field(min_length=1, max_length=120)]
StoreCount = Annotated[StrictInt, Field(ge=0, le=100)]
People = Annotated[StrictInt, Field(ge=0, le=50_000_000)]

_as_dict = PlainSerializer(thawed)

MOST_POINTS = 200
"""Most points of a way or an area."""
RoutePoints = Annotated[tuple[RoutePoint, ...], Field(max_length=MOST_POINTS)]
Points = Annotated[tuple[Point, ...], Field(max_length=MOST_POINTS)]

Item = TypeVar("Item")
ByName = Annotated[Mapping[str, Item], AfterValidator(FrozenMap), _as_dict]
Plain = Annotated[Mapping[str, Any], AfterValidator(frozen), _as_dict]
Basis = Literal["published", "derived", "estimated"]


class Part(BaseModel):
    """A mapping of the scenario file: frozen, no keys but its own, file keys as aliases of SI attributes."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=False, validate_by_alias=True, validate_default=True
    )


class Provenance(Part):
    """Where a figure comes from; shown in the report next to what follows from it."""

    basis: Basis = Field(
        default="estimated", description="published, derived (computed from published figures) or estimated"
    )
    source: Text = Field(default="", description="Title or address of the publication the figure was read in")
    because: Text = Field(default="", description="Why this figure, in a sentence")


def nothing() -> FrozenMap[Any, Any]:
    """Return the empty mapping a key has that was left out."""
    return FrozenMap({})


def written(text: str) -> Any:
    """Return a default as one would write it; it is read like any other value, and editors show it with its unit."""
    return text
