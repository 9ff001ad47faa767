"""Tracks for scenarios that name none: a grid of anchors along the ways of the flights that ask for fuel.

Tracks lie up to `SPACING_M` apart along every way out, on, and home, outside airspace to avoid, `CLEAR_M` from the field of
departure and of landing. What is proven then is proven on these tracks: closer ones might do better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jointex.earth.airspace import Area
from jointex.earth.winds import Weather
from jointex.planning.flights import Draft
from jointex.planning.tankers.burns import Burner
from jointex.planning.tankers.pairs import pairs_of
from jointex.planning.tankers.profile import Stretch, stretches_of, way_m
from jointex.planning.tankers.ways import distance_m, ground_of, place_along
from jointex.planning.waypoints import leg, shifted
from jointex.scenario import FrozenMap, Place, Scenario, Track
from jointex.units import FOOT_M, NAUTICAL_MILE_M, RADIAN_DEG

SPACING_M, LEAST_SPACING_M = 150.0 * NAUTICAL_MILE_M, 60.0 * NAUTICAL_MILE_M
"""Distance between tracks along a long way, and the least along a short one [m]. Estimated: a third of an hour of flight, and
the length of an anchor."""
LEAST_TRACKS = 5
"""Tracks that a way gets if the least distance allows it."""
CLEAR_M = 60.0 * NAUTICAL_MILE_M
"""Least distance of a track from the fields of its flight [m]: a climb to FL250 takes that much."""
APART_M = 45.0 * NAUTICAL_MILE_M
"""Tracks of several flights closer than this are one [m]."""
LEG_M = 50.0 * NAUTICAL_MILE_M
"""Straight leg [m], the least of anchors in the United States (FAA order JO 7610.4)."""
BANK_RAD = 25.0 / RADIAN_DEG
"""Bank in the turns [rad], as `scenario.Track` has it."""
USUAL_LEVEL_M = 25_000.0 * FOOT_M
"""Level of the tracks where the windows of the pairs allow it [m]."""
MOST_FOUND = 40
"""Tracks in all; ways that come later get none beyond it."""
TANKER_TAS_M_S = 215.0
"""For the width of an orbit beside airspace to avoid [m/s]: 275 kt CAS at 25,000 ft."""


def with_tracks(scenario: Scenario, weather: Weather, asking: Sequence[Draft], tankers: Sequence[Draft]) -> Scenario:
    """Return a scenario with tracks: its own, or a grid along the ways of those who ask for fuel.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The air of the plan.
    asking, tankers : sequence of Draft
        Flights that need fuel, and those that give it.

    Returns
    -------
    Scenario
    """
    assert scenario.refuelling is not None
    if scenario.refuelling.tracks:
        return scenario
    found: dict[str, Track] = {}
    for draft in asking:
        level_m = level_for(scenario, draft, tankers)
        for stretch in stretches_of(draft, Burner(draft.a, weather)):
            for track in tracks_along(draft, stretch, level_m):
                if len(found) < MOST_FOUND and is_new(track, found) and not is_avoided(scenario, track):
                    found[f"{draft.flight.id} {len(found) + 1}"] = track
    refuelling = scenario.refuelling.model_copy(update={"tracks": FrozenMap(found)})
    return scenario.model_copy(update={"refuelling": refuelling})


def level_for(scenario: Scenario, draft: Draft, tankers: Sequence[Draft]) -> float:
    """Return the level nearest to the usual one at which a flight may take fuel from all tankers it fits, or from one [m]."""
    windows = [
        (pair.fit.lowest_altitude_m, pair.fit.highest_altitude_m)
        for tanker in tankers
        for pair in pairs_of(scenario, tanker, draft)
    ]
    if not windows:
        return USUAL_LEVEL_M
    low_m, high_m = max(low for low, _ in windows), min(high for _, high in windows)
    if low_m > high_m:
        low_m, high_m = windows[0]
    return min(max(USUAL_LEVEL_M, low_m), high_m)


def tracks_along(draft: Draft, stretch: Stretch, level_m: float) -> Iterator[Track]:
    """Yield the tracks along a stretch, their middles as far apart."""
    fields = [(one.latitude_deg, one.longitude_deg) for one in (draft.bases.base, draft.bases.recovery)]
    length_m = way_m(stretch.stops)
    count = max(int(length_m / SPACING_M), min(LEAST_TRACKS, int(length_m / LEAST_SPACING_M)))
    for number in range(1, count + 1):
        along_m = (number - 0.5) * length_m / count
        after, middle = place_along(stretch.stops, along_m)
        if min(distance_m(middle, one) for one in fields) < CLEAR_M:
            continue
        _, back_rad = leg(middle, stretch.stops[after].place_deg)
        control = shifted(middle, back_rad, 0.5 * LEG_M, 0.0)
        _, course_rad = leg(control, middle)
        yield track_at(control, course_rad * RADIAN_DEG % 360.0, level_m)


def track_at(control_deg: tuple[float, float], course_deg: float, level_m: float) -> Track:
    """Return an anchor that begins at a place."""
    return Track.model_construct(
        text="",
        kind="anchor",
        at=Place("", *control_deg),
        course_deg=course_deg,
        leg_m=LEG_M,
        turn="left",
        bank_rad=BANK_RAD,
        level_m=level_m,
        open_s=None,
        close_s=None,
        flights=(),
    )


def is_new(track: Track, found: dict[str, Track]) -> bool:
    """Return whether no track found before is near."""
    at = (track.at.latitude_deg, track.at.longitude_deg)
    return all(
        distance_m(at, (one.at.latitude_deg, one.at.longitude_deg)) >= APART_M or abs(one.level_m - track.level_m) > 1.0
        for one in found.values()
    )


def is_avoided(scenario: Scenario, track: Track) -> bool:
    """Return whether an orbit touches airspace to avoid at its level."""
    corners = ground_of("", track, TANKER_TAS_M_S).corners_deg
    return any(
        area.kind == "avoid"
        and area.floor_m <= track.level_m <= area.ceiling_m
        and (Area(area.points).is_crossed_by([*corners, corners[0]]) or area.holds(*corners[0]))
        for area in scenario.airspace
    )
