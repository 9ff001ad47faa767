"""Weather on the ground: cloud base, visibility, wind and sea at bases and ships, fixed or drawn, and minima for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StrictInt

from jointex.scenario.quantities import (
    BaseId,
    Celsius,
    CloudBase,
    Course,
    Part,
    Provenance,
    Second,
    Share,
    Speed,
    Text,
    Turn,
    Visibility,
    written,
)

SeaState = Annotated[StrictInt, Field(ge=0, le=9)]
SeaStateSpread = Annotated[float, Field(ge=0.0, le=3.0)]
MOST_CHANGES = 48
"""Most changes of weather at one place: one an hour for the two days that a flight may last."""
UNLIMITED = math.inf
"""Cloud base or visibility where none is given [m]."""


class SurfaceWind(Part):
    """Wind at the runway."""

    from_deg: Course = Field(alias="from", description="True direction it blows from")
    speed_m_s: Speed = Field(alias="speed", description="Mean speed")
    gust_m_s: Speed | None = Field(default=None, alias="gust", description="Speed in gusts; no gusts if left out")


class WeatherSpread(Part):
    """Standard deviations between runs; nothing is drawn where nothing is given."""

    cloud_base_m: CloudBase = Field(default=written("0 ft"), alias="cloud_base", description="Of the cloud base")
    visibility_m: Visibility = Field(default=written("0 m"), alias="visibility", description="Of the visibility")
    wind_from_deg: Turn = Field(default=written("0 deg"), alias="wind_from", description="Of the wind's direction")
    wind_speed_m_s: Speed = Field(
        default=written("0 kt"), alias="wind_speed", description="Of the wind speed; gusts change in proportion"
    )
    sea_state: SeaStateSpread = Field(default=0.0, description="Of the sea state, in steps of the WMO code")


class WeatherValues(Part):
    """What can be said of the weather at one moment; what is left out stops nobody."""

    cloud_base_m: CloudBase | None = Field(
        default=None, alias="cloud_base", description="Height of the lowest broken layer above the runway"
    )
    visibility_m: Visibility | None = Field(default=None, alias="visibility", description="Visibility at the runway")
    wind: SurfaceWind | None = Field(default=None, description="Wind at the runway")
    sea_state: SeaState | None = Field(default=None, description="Sea state, WMO code 3700, for ships")


class LaterWeather(WeatherValues):
    """A change; what is left out stays as it was."""

    from_s: Second = Field(alias="from", description="When it changes, UTC")


@dataclass(frozen=True)
class Observation:
    """Weather at one place and moment.

    Attributes
    ----------
    cloud_base_m, visibility_m : float
        Above the runway, and along it [m]; infinite where nothing was said.
    wind_from_deg, wind_m_s, gust_m_s : float
        Direction the wind blows from [deg true], mean and gust speed [m/s]; the gust is never below the mean.
    sea_state : float
        WMO code 3700.
    """

    cloud_base_m: float = UNLIMITED
    visibility_m: float = UNLIMITED
    wind_from_deg: float = 0.0
    wind_m_s: float = 0.0
    gust_m_s: float = 0.0
    sea_state: float = 0.0

    def changed(self, values: WeatherValues) -> Observation:
        """Return the weather after a change; what the change leaves out stays."""
        wind = values.wind
        return Observation(
            self.cloud_base_m if values.cloud_base_m is None else values.cloud_base_m,
            self.visibility_m if values.visibility_m is None else values.visibility_m,
            self.wind_from_deg if wind is None else wind.from_deg,
            self.wind_m_s if wind is None else wind.speed_m_s,
            self.gust_m_s if wind is None else max(wind.speed_m_s, wind.gust_m_s or 0.0),
            self.sea_state if values.sea_state is None else float(values.sea_state),
        )


class FieldWeather(WeatherValues, Provenance):
    """Weather at a base or ship on the day; planned with as given, flown as given or drawn anew in every run."""

    id: BaseId = Field(description="ICAO code or name of a base, or a ship of this file")
    temperature_c: Celsius | None = Field(
        default=None,
        alias="temperature",
        description="Air temperature at the runway; that of the scenario's air if left out",
    )
    spread: WeatherSpread = Field(default=WeatherSpread(), description="Standard deviations between runs")
    below_minima: Share = Field(
        default=written("0 %"), description="Share of runs in which nobody can take off or land, whatever the figures"
    )
    later: Annotated[tuple[LaterWeather, ...], Field(max_length=MOST_CHANGES)] = Field(
        default=(), description="Changes in the course of the day, in order"
    )
    text: Text = Field(default="", description="Remarks")

    @property
    def steps(self) -> tuple[tuple[float, Observation], ...]:
        """From when [s from the start] which weather holds, in order; the first holds from the start, and before it."""
        steps = [(0.0, Observation().changed(self))]
        for change in self.later:
            steps.append((change.from_s, steps[-1][1].changed(change)))
        return tuple(steps)

    def at(self, time_s: float) -> Observation:
        """Return the weather planned with at a time [s from the start]."""
        steps = self.steps
        return next((weather for from_s, weather in reversed(steps) if from_s <= time_s), steps[0][1])


class Minima(Provenance):
    """Weather below which nobody takes off or lands; what is left out is no limit."""

    takeoff_cloud_base_m: CloudBase | None = Field(
        default=None, alias="takeoff_cloud_base", description="Lowest cloud base for take-off"
    )
    takeoff_visibility_m: Visibility | None = Field(
        default=None, alias="takeoff_visibility", description="Least visibility for take-off"
    )
    landing_cloud_base_m: CloudBase | None = Field(
        default=None, alias="landing_cloud_base", description="Lowest cloud base for landing"
    )
    landing_visibility_m: Visibility | None = Field(
        default=None, alias="landing_visibility", description="Least visibility for landing"
    )
    crosswind_m_s: Speed | None = Field(
        default=None,
        alias="crosswind",
        description="Greatest wind across the runway, gusts included; that of the aircraft card if left out",
    )
    wind_m_s: Speed | None = Field(
        default=None, alias="wind", description="Greatest wind from anywhere, gusts included"
    )
    sea_state: SeaState | None = Field(default=None, description="Roughest sea for work on a deck, WMO code 3700")

    def over(self, general: Minima) -> Minima:
        """Return these minima, with those of `general` where these say nothing."""
        own = {name: getattr(self, name) for name in LIMITS}
        return general.model_copy(update={name: value for name, value in own.items() if value is not None})


LIMITS = (
    "takeoff_cloud_base_m",
    "takeoff_visibility_m",
    "landing_cloud_base_m",
    "landing_visibility_m",
    "crosswind_m_s",
    "wind_m_s",
    "sea_state",
)
"""Names of the limits among minima."""
