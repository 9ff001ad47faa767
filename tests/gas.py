"""A tanker plan made by hand for the toy exercise: one KC-130J gives three F-35B fuel on their way home.

It stands in for the planner in the tests of the rooms after it. `no_tanker_plan` is the same where demands clash.
"""

from __future__ import annotations

import copy
from typing import Any

from jointex.planning.tankers.orders import Bracket, GateRow, PlannedTanker, PlannedTrack, TankerPlan
from jointex.planning.tankers.problem import Clash, Stage, WayOut

OKI = PlannedTrack(
    id="OKI",
    kind="anchor",
    latitude_deg=36.3,
    longitude_deg=133.2,
    exit_latitude_deg=36.3,
    exit_longitude_deg=134.2,
    course_deg=90.0,
    leg_m=90_000.0,
    turn="left",
    bank_rad=0.436,
    radius_m=5_980.0,
    level_m=6_096.0,
    true_airspeed_m_s=165.0,
)
SHELL = PlannedTanker(
    id="SHELL",
    aircraft="KC-130J",
    nation="US",
    base="RJOI",
    track="OKI",
    takeoff_s=18_600.0,
    on_s=20_700.0,
    off_s=23_400.0,
    landing_s=25_500.0,
    loaded_kg=26_000.0,
    give_kg=2_700.0,
    most_give_kg=14_600.0,
    landing_kg=13_900.0,
    reserve_kg=2_000.0,
    stations=(("pods", "drogue", 2),),
    span_m=40.0,
    length_m=30.0,
)
LANCE_1 = Bracket(
    id="LANCE-1",
    flight="LANCE",
    aircraft="F-35B",
    tanker="SHELL",
    tanker_aircraft="KC-130J",
    station="pods",
    kind="drogue",
    track="OKI",
    leg=1,
    rendezvous="anchor",
    arip_deg=(36.9, 133.9),
    arcp_deg=(36.3, 133.2),
    exit_deg=(36.3, 134.2),
    level_m=6_096.0,
    true_airspeed_m_s=165.0,
    arrive_s=21_750.0,
    first_contact_s=21_900.0,
    last_contact_s=22_140.0,
    leave_s=22_440.0,
    at_once=2,
    contact_s=240.0,
    onload_kg=900.0,
    least_onload_kg=350.0,
    flow_kg_s=7.6,
    arrive_kg=2_480.0,
    leave_kg=3_020.0,
    abort_kg=1_720.0,
    divert="RJFZ",
    slack_s=780.0,
    slack_kg=560.0,
    alternates=("TEXACO",),
    alternate_flows_kg_s=(7.6,),
    count=3,
)
BOOM = "The KC-767J has a boom and no drogue; the F-35B takes fuel by probe"
GATES = (
    GateRow("KC-130J", "F-35B", "pods", "mechanical", "open", False, "probe and drogue", "cards", "2026-11-22"),
    GateRow(
        "KC-130J", "F-35B", "pods", "technical", "open", False, "cleared at FL200", "a list in print", "2024-05-01"
    ),
    GateRow("KC-130J", "F-35B", "pods", "legal", "unknown", True, "no text names it", "", ""),
    GateRow("KC-767J", "F-35B", "boom", "mechanical", "closed", False, BOOM, "cards", "2026-11-22"),
    GateRow("KC-767J", "F-35B", "boom", "technical", "unknown", False, "no list names the pair", "", ""),
    GateRow("KC-767J", "F-35B", "boom", "legal", "open", False, "same nation", "no agreement needed", "2026-11-22"),
)
STAGES = (
    Stage("nobody stranded", 0.0, 0.0, "flights", True, 0.12),
    Stage("fewest tanker sorties", 1.0, 1.0, "sorties", True, 0.21),
    Stage("most slack", 780.0, 780.0, "s", True, 0.4),
    Stage("least fuel", 41_200.0, 40_800.0, "kg", False, 2.5),
)


def tanker_plan() -> TankerPlan:
    """Return the plan that holds."""
    return TankerPlan(True, (OKI,), (SHELL,), (LANCE_1,), GATES, STAGES, idle=("TEXACO",), notes=("One grid for all",))


def no_tanker_plan() -> TankerPlan:
    """Return a plan in which demands clash."""
    demands = ("LANCE needs at least 350 kg on its way home", "No tanker with a drogue works before 07:00Z")
    ways = (
        WayOut("LANCE meets 20 min later", "time", 20.0, True),
        WayOut("One more KC-130J at RJOI", "tanker", 100.0, False),
    )
    clash = Clash(demands, ("serve:LANCE", "gate:KC-767J-F-35B"))
    return TankerPlan(False, gates=GATES[3:], stages=STAGES[:1], clash=clash, ways_out=ways)


def with_tanker(plan: dict[str, Any], tankers: TankerPlan | None = None) -> dict[str, Any]:
    """Return plan.json content with a tanker plan in it, and the tanker among its flights."""
    from jointex.planning.model import without_nan
    from jointex.planning.tankers.sheet import plain_orders

    plan = copy.deepcopy(plan)
    plan["refuelling"] = without_nan(plain_orders(tankers or tanker_plan()))
    if not plan["refuelling"]["feasible"]:
        plan["feasible"] = False
        return plan
    plan["unmet"] = []
    plan["flights"].append(_tanker_flight())
    _take(next(flight for flight in plan["flights"] if flight["id"] == LANCE_1.flight))
    return plan


def _take(flight: dict[str, Any]) -> None:
    """Let a flight come by the tanker on its way home, and have the fuel it took."""
    later = [point for point in flight["points"] if point["time_s"] > LANCE_1.arrive_s]
    delay_s = LANCE_1.leave_s - LANCE_1.arrive_s
    for point in later:
        point["time_s"] += delay_s
        point["fuel_kg"] += LANCE_1.leave_kg - LANCE_1.arrive_kg
    flight["points"] = [*(point for point in flight["points"] if point not in later), *_at_tanker(later[0]), *later]
    flight["landing_time_s"] += delay_s
    flight["fuel"]["landing_kg"] = later[-1]["fuel_kg"]


def _at_tanker(like: dict[str, Any]) -> list[dict[str, Any]]:
    latitude_deg, longitude_deg = LANCE_1.arcp_deg
    place = {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg, "altitude_m": LANCE_1.level_m}
    stay = {**like, **place, "name": "OKI", "task": "refuel"}
    return [
        {**stay, "time_s": LANCE_1.arrive_s, "fuel_kg": LANCE_1.arrive_kg},
        {**stay, "time_s": LANCE_1.leave_s, "fuel_kg": LANCE_1.leave_kg},
    ]


def _tanker_flight() -> dict[str, Any]:
    at_base = {"latitude_deg": 34.144, "longitude_deg": 132.236, "altitude_m": 0.0}
    on_track = {"latitude_deg": OKI.latitude_deg, "longitude_deg": OKI.longitude_deg, "altitude_m": OKI.level_m}
    stages = (
        (SHELL.base, "take_off", at_base, SHELL.takeoff_s, 25_800.0),
        (OKI.id, "orbit", on_track, SHELL.on_s, 23_300.0),
        (OKI.id, "return", on_track, SHELL.off_s, 16_300.0),
        (SHELL.base, "land", at_base, SHELL.landing_s, SHELL.landing_kg),
    )
    rest = {"mach": 0.5, "ground_speed_m_s": 165.0, "course_deg": 20.0, "distance_m": 0.0}
    return {
        "id": SHELL.id,
        "aircraft": SHELL.aircraft,
        "count": 1,
        "nation": SHELL.nation,
        "role": "tanker",
        "base": SHELL.base,
        "recovery": SHELL.base,
        "diverts": ["RJFZ"],
        "members": [SHELL.id + "1"],
        "takeoff_time_s": SHELL.takeoff_s,
        "landing_time_s": SHELL.landing_s,
        "mach": 0.5,
        "level_m": OKI.level_m,
        "fuel": {
            "loaded_kg": SHELL.loaded_kg,
            "taxi_kg": 200.0,
            "joker_kg": None,
            "bingo_kg": 4_000.0,
            "reserve_kg": SHELL.reserve_kg,
            "divert_kg": 1_500.0,
            "landing_kg": SHELL.landing_kg,
        },
        "points": [
            {
                "name": name,
                "task": task,
                "time_s": time_s,
                "fuel_kg": fuel_kg,
                "mass_kg": fuel_kg + 40_000.0,
                **place,
                **rest,
            }
            for name, task, place, time_s, fuel_kg in stages
        ],
    }
