"""What a flight asks of the weather where it takes off and lands, and whether weather meets it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jointex.cards import AircraftCard, BaseCard
from jointex.fleet.reasons import Reason
from jointex.planning.fields import runway_bearings_deg
from jointex.scenario import Minima, Observation


@dataclass(frozen=True)
class Gate:
    """Minima of a flight at one place, for take-off or for landing.

    Attributes
    ----------
    place : str
        Id of the base or ship.
    cloud_base_m, visibility_m : float
        Least of each [m]; 0 where there is no limit.
    crosswind_m_s, wind_m_s, sea_state : float
        Most of each [m/s, m/s, WMO code]; infinite where there is no limit.
    crosswind_source : str
        Where the crosswind limit comes from: `scenario`, `card`, or empty.
    bearings_deg : tuple of float
        True directions of the runways that are long enough; empty where the wind is always along, as on a deck.
    """

    place: str
    cloud_base_m: float
    visibility_m: float
    crosswind_m_s: float
    wind_m_s: float
    sea_state: float
    crosswind_source: str
    bearings_deg: tuple[float, ...]

    def crosswind_of(self, weather: Observation) -> float:
        """Return the gusts across the runway where that is least [m/s]."""
        across = [abs(math.sin(math.radians(weather.wind_from_deg - bearing))) for bearing in self.bearings_deg]
        return weather.gust_m_s * min(across, default=0.0)

    def shortfalls(self, weather: Observation) -> list[Shortfall]:
        """Return every minimum that weather breaks."""
        across_m_s = self.crosswind_of(weather)
        held = (
            (weather.cloud_base_m < self.cloud_base_m, Reason.CLOUD_BASE, weather.cloud_base_m, self.cloud_base_m),
            (weather.visibility_m < self.visibility_m, Reason.VISIBILITY, weather.visibility_m, self.visibility_m),
            (across_m_s > self.crosswind_m_s, Reason.CROSSWIND, across_m_s, self.crosswind_m_s),
            (weather.gust_m_s > self.wind_m_s, Reason.WIND, weather.gust_m_s, self.wind_m_s),
            (weather.sea_state > self.sea_state, Reason.SEA_STATE, weather.sea_state, self.sea_state),
        )
        return [Shortfall(reason, value, limit) for is_broken, reason, value, limit in held if is_broken]


@dataclass(frozen=True)
class Shortfall:
    """A minimum that is broken: which, what was found and what is asked [m, m/s or WMO code]."""

    reason: Reason
    value: float
    limit: float


def takeoff_gate(minima: Minima, card: AircraftCard, place: BaseCard, needed_m: float) -> Gate:
    """Return what a flight asks of the weather for take-off.

    Parameters
    ----------
    minima : Minima
        Of the flight.
    card : AircraftCard
        Of its type; its crosswind limit holds where the minima have none.
    place : BaseCard
        Base or deck.
    needed_m : float
        Runway the take-off needs [m].

    Returns
    -------
    Gate
    """
    return _gate(minima, card, place, needed_m, minima.takeoff_cloud_base_m, minima.takeoff_visibility_m)


def landing_gate(minima: Minima, card: AircraftCard, place: BaseCard, needed_m: float) -> Gate:
    """Return what a flight asks of the weather for landing; parameters as `takeoff_gate`."""
    return _gate(minima, card, place, needed_m, minima.landing_cloud_base_m, minima.landing_visibility_m)


def _gate(
    minima: Minima,
    card: AircraftCard,
    place: BaseCard,
    needed_m: float,
    cloud_base_m: float | None,
    visibility_m: float | None,
) -> Gate:
    of_card = card.limits.crosswind
    crosswind_m_s = minima.crosswind_m_s
    source = "" if crosswind_m_s is None else "scenario"
    if crosswind_m_s is None and of_card is not None:
        crosswind_m_s, source = of_card.si, "card"
    return Gate(
        place.id,
        cloud_base_m or 0.0,
        visibility_m or 0.0,
        math.inf if crosswind_m_s is None else crosswind_m_s,
        math.inf if minima.wind_m_s is None else minima.wind_m_s,
        math.inf if minima.sea_state is None else float(minima.sea_state),
        source,
        runway_bearings_deg(place, needed_m),
    )
