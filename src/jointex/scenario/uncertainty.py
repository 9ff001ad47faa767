"""What may turn out otherwise than planned, and by how much; every figure with its basis."""

from __future__ import annotations

from pydantic import Field

from jointex.scenario.combat import Calls
from jointex.scenario.quantities import (
    ByName,
    Duration,
    Provenance,
    Share,
    Spread,
    SpreadFraction,
    WindFraction,
    nothing,
    written,
)
from jointex.scenario.refuelling import Contacts


class DepartureDelay(Provenance):
    """Take-off against plan: near the planned time on most days, an exponential tail on the others."""

    on_time_sd_s: Duration = Field(
        default=written("0 min"),
        alias="on_time_sd",
        description="Standard deviation about the planned time, early or late",
    )
    late_probability: Share = Field(default=written("0 %"), description="Share of flights that are held up")
    late_mean_s: Duration = Field(
        default=written("0 min"), alias="late_mean", description="Mean hold-up of those that are"
    )


class WindError(Provenance):
    """Actual wind against the wind planned with."""

    fraction_of_sd: WindFraction = Field(
        default=0.0,
        alias="share_of_day_to_day_spread",
        description="Standard deviation of the error over that of the days",
    )


class FuelFlow(Provenance):
    """Fuel flow of a single aircraft against its type."""

    sd_fraction: SpreadFraction = Field(
        default=written("0 %"), alias="sd", description="Standard deviation between aircraft"
    )


class MissionCapable(Provenance):
    """Chance that an aircraft of the unit is mission capable on the day; flights are chosen from those that are."""

    probability: Share = Field(default=written("100 %"), description="Where the type is not named below")
    by_aircraft: ByName[Share] = Field(default_factory=nothing, description="By id of the aircraft card")


class GroundAbort(Provenance):
    """Chance that an aircraft that was chosen fails after the crew has stepped to it."""

    probability: Share = Field(default=written("0 %"), description="For each aircraft and take-off")


class StationKeeping(Provenance):
    """How well a wingman holds its slot."""

    sd_m: Spread = Field(
        default=written("0 m"),
        alias="sd",
        description="Standard deviation of the distance from the slot along each axis",
    )


class Uncertainty(Provenance):
    """Everything that is drawn anew in every run; nothing is, where nothing is given."""

    departure_delay: DepartureDelay = Field(default=DepartureDelay(), description="Take-off against plan")
    wind_error: WindError = Field(default=WindError(), description="Wind against forecast")
    fuel_flow: FuelFlow = Field(default=FuelFlow(), description="Fuel flow of a single aircraft against its type")
    mission_capable: MissionCapable = Field(default=MissionCapable(), description="Readiness of the unit's aircraft")
    ground_abort: GroundAbort = Field(default=GroundAbort(), description="Failures between step and take-off")
    station_keeping: StationKeeping = Field(default=StationKeeping(), description="Distance from the slot in formation")
    contacts: Contacts = Field(default=Contacts(), description="Taking fuel in the air")
    calls: Calls = Field(default=Calls(), description="Calls of training kills")
