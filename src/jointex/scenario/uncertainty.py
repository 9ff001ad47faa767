"""What may turn out otherwise than planned, and by how much; every figure with its basis."""

from __future__ import annotations

from pydantic import Field

from jointex.scenario.quantities import (
    EMPTY,
    ByName,
    Duration,
    Provenance,
    Share,
    Spread,
    SpreadFraction,
    WindFraction,
)


class DepartureDelay(Provenance):
    """Take-off against plan: near the planned time on most days, an exponential tail on the others."""

    on_time_sd_s: Duration = Field(
        0.0, alias="on_time_sd", description="Standard deviation about the planned time, early or late"
    )
    late_probability: Share = Field(0.0, description="Share of flights that are held up")
    late_mean_s: Duration = Field(0.0, alias="late_mean", description="Mean hold-up of those that are")


class WindError(Provenance):
    """Actual wind against the wind planned with."""

    fraction_of_sd: WindFraction = Field(
        0.0,
        alias="share_of_day_to_day_spread",
        description="Standard deviation of the error over that of the days",
    )


class FuelFlow(Provenance):
    """Fuel flow of a single aircraft against its type."""

    sd_fraction: SpreadFraction = Field(0.0, alias="sd", description="Standard deviation between aircraft")


class MissionCapable(Provenance):
    """Chance that an aircraft of the unit is mission capable on the day; flights are chosen from those that are."""

    probability: Share = Field(1.0, description="Where the type is not named below")
    by_aircraft: ByName[Share] = Field(EMPTY, description="By id of the aircraft card")


class GroundAbort(Provenance):
    """Chance that an aircraft that was chosen fails after the crew has stepped to it."""

    probability: Share = Field(0.0, description="For each aircraft and take-off")


class StationKeeping(Provenance):
    """How well a wingman holds its slot."""

    sd_m: Spread = Field(
        0.0, alias="sd", description="Standard deviation of the distance from the slot along each axis"
    )


class Uncertainty(Provenance):
    """Everything that is drawn anew in every run; nothing is, where nothing is given."""

    departure_delay: DepartureDelay = Field(DepartureDelay(), description="Take-off against plan")
    wind_error: WindError = Field(WindError(), description="Wind against forecast")
    fuel_flow: FuelFlow = Field(FuelFlow(), description="Fuel flow of a single aircraft against its type")
    mission_capable: MissionCapable = Field(MissionCapable(), description="Readiness of the unit's aircraft")
    ground_abort: GroundAbort = Field(GroundAbort(), description="Failures between step and take-off")
    station_keeping: StationKeeping = Field(StationKeeping(), description="Distance from the slot in formation")
