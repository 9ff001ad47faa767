"""Under what conditions it is flown: winds, temperature, and the rules."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, StrictInt, StrictStr

from jointex.scenario.quantities import (
    Course,
    Distance,
    Duration,
    Level,
    Mass,
    Part,
    Provenance,
    Speed,
    TemperatureOffset,
    WindSpread,
    written,
)
from jointex.scenario.weather import Minima

MOST_LAYERS = 100
"""Most winds of a profile: a sounding has some thirty levels."""


class WindLayer(Part):
    """Wind at one level; between levels it is interpolated."""

    level_m: Level = Field(alias="level", description="Level the wind blows at")
    from_deg: Course = Field(alias="from", description="True direction it blows from")
    speed_m_s: Speed = Field(alias="speed", description="Wind speed")
    temperature_deviation_k: TemperatureOffset = Field(
        default=written("0 K"),
        alias="temperature_deviation",
        description="Air temperature above the standard atmosphere at this level",
    )
    sd_m_s: Speed | None = Field(
        default=None, alias="sd", description="Standard deviation of each wind component from day to day at this level"
    )

    @property
    def east_wind_m_s(self) -> float:
        """Wind towards the east [m/s]."""
        return -self.speed_m_s * math.sin(math.radians(self.from_deg))

    @property
    def north_wind_m_s(self) -> float:
        """Wind towards the north [m/s]."""
        return -self.speed_m_s * math.cos(math.radians(self.from_deg))


class Winds(Provenance):
    """Winds aloft: still air, layers the same everywhere, the climatology of a month, or a file."""

    kind: Literal["none", "layers", "climatology", "file"] = Field(default="none", description="Which of the four")
    month: Annotated[StrictInt, Field(ge=1, le=12)] | None = Field(
        default=None, description="Month of the climatology; that of the start if left out"
    )
    layers: Annotated[tuple[WindLayer, ...], Field(max_length=MOST_LAYERS)] = Field(
        default=(), description="Winds of the layers, lowest first"
    )
    file: Annotated[StrictStr, Field(min_length=1, max_length=255)] | None = Field(
        default=None, description="NetCDF grid (.nc) or CSV profiles (.csv), beside this file or in a folder below"
    )
    sd_m_s: WindSpread = Field(
        default=None,
        alias="sd",
        description="Standard deviation of each wind component from day to day, or `climatology`; for layers that give "
        "none, and in place of that of a file. wind_error takes a share of it",
    )


class Rules(Provenance):
    """Rules of the exercise."""

    reserve_s: Duration = Field(
        default=written("30 min"), alias="reserve", description="Time the reserve fuel must last at the reserve level"
    )
    reserve_level_m: Level = Field(
        default=written("10000 ft"), alias="reserve_level", description="Level the reserve is counted at"
    )
    reserve_kg: Mass | None = Field(
        default=None, alias="reserve_fuel", description="Reserve of one aircraft as a mass, instead of a time"
    )
    joker_margin_s: Duration = Field(
        default=written("10 min"),
        alias="joker_margin",
        description="Joker is bingo plus the fuel for this time at work",
    )
    vertical_separation_m: Level = Field(
        default=written("1000 ft"), alias="vertical_separation", description="Least vertical distance between flights"
    )
    lateral_separation_m: Distance = Field(
        default=written("5 NM"),
        alias="lateral_separation",
        description="Least lateral distance where the vertical one is not kept",
    )
    bubble_m: Distance = Field(
        default=written("500 ft"), alias="bubble", description="Least distance between any two aircraft"
    )
    minimum_level_m: Level = Field(
        default=written("5000 ft"), alias="minimum_level", description="Lowest level away from the bases"
    )
    minima: Minima = Field(default=Minima(), description="Weather below which nobody takes off or lands")
    weather_wait_s: Duration = Field(
        default=written("30 min"),
        alias="weather_wait",
        description="Longest wait on the ground for better weather; after it a sortie is cancelled",
    )
    crew_duty_s: Duration | None = Field(
        default=None, alias="crew_duty", description="Longest time from report to shut-down; no limit if left out"
    )
    report_s: Duration = Field(
        default=written("90 min"), alias="report_before", description="Time crews report before the planned take-off"
    )
    shut_down_s: Duration = Field(
        default=written("15 min"), alias="shut_down_after", description="Time from touch-down to shut-down"
    )
    swap_s: Duration = Field(
        default=written("20 min"), alias="spare_swap", description="Time a crew needs to change to a spare aircraft"
    )
