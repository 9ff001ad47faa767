"""What is believed of a type before its published figures are looked at: the start and the leash of a calibration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prior:
    """Belief in one figure of a card before calibration.

    Attributes
    ----------
    value : float
        Most likely value.
    spread : float
        Standard deviation over `value`; 0 for a figure that stays as it is.
    reason : str
        Where the belief comes from.
    """

    value: float
    spread: float
    reason: str


@dataclass(frozen=True)
class Beliefs:
    """Beliefs in the fitted figures of one type.

    Attributes
    ----------
    zero_lift_drag, fuel_factor, thrust_factor, drag_rise_mach, wave_drag_peak : Prior
        One for each figure that a calibration may move.
    sister : str
        Type whose fitted ratios to its own priors this type takes over, where it has no range of its own in print.
    """

    zero_lift_drag: Prior
    fuel_factor: Prior
    thrust_factor: Prior
    drag_rise_mach: Prior
    wave_drag_peak: Prior
    sister: str = ""


INSTALLED_FAN = Prior(
    1.05, 0.04, "bleed air, power off-take, intake and age cost civil-rated turbofans 3 to 6 % of fuel"
)
RADAR_FAN = Prior(1.07, 0.04, "as other civil-rated turbofans, and some 500 kW for the radar, 2 % of the fuel")
QUOTED_FIGHTER = Prior(1.0, 0.05, "consumption quoted for the installed engine, contested by about 5 %")
F135_FUEL = Prior(0.97, 0.05, "print gives 0.80 to 0.89 lb/(lbf h); the engine card holds the upper end, this is 0.86")
FAN_THRUST = Prior(0.97, 0.0, "installation takes 2 to 4 % of bare thrust")
FIGHTER_THRUST = Prior(0.92, 0.0, "intake, bleed and after-body take 6 to 10 % of bare thrust")
SUBSONIC_WAVE = Prior(0.06, 0.0, "20 counts of drag rise about Mach 0.04 beyond its start; the peak is never flown")
NO_WAVE = Prior(0.06, 0.0, "propellers stop far below the drag rise; the peak is never flown")
PROPELLER_FUEL = Prior(1.05, 0.05, "bleed air, generators and age cost turboprops some 5 % of fuel")
PROPELLER_POWER = Prior(0.95, 0.0, "intake, bleed and gearbox take about 5 % of shaft power")

BELIEFS: dict[str, Beliefs] = {
    "B-52H": Beliefs(
        Prior(0.0165, 0.10, "0.0119 clean (NASA SP-468) and pylons, tanks and antennas"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.80, 0.04, "35 degrees of sweep, thick root"),
        SUBSONIC_WAVE,
    ),
    "KC-135R": Beliefs(
        Prior(0.0160, 0.10, "707 class: 0.014 to 0.017"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.82, 0.04, "35 degrees of sweep, 707 section"),
        SUBSONIC_WAVE,
    ),
    "KC-767J": Beliefs(
        Prior(0.0185, 0.10, "767 class: 0.017 to 0.021 with tanker fairings"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.83, 0.04, "31 degrees of sweep, rear-loaded section"),
        SUBSONIC_WAVE,
    ),
    "KC-46A": Beliefs(
        Prior(0.0185, 0.10, "767 class: 0.017 to 0.021 with tanker fairings"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.83, 0.04, "31 degrees of sweep, rear-loaded section"),
        SUBSONIC_WAVE,
        sister="KC-767J",
    ),
    "E-767": Beliefs(
        Prior(0.0215, 0.10, "767 class and 0.003 for a rotodome of 9 m"),
        RADAR_FAN,
        FAN_THRUST,
        Prior(0.80, 0.04, "767 wing; flow around the rotodome brings the rise on earlier"),
        SUBSONIC_WAVE,
    ),
    "KC-135R-MPRS": Beliefs(
        Prior(0.0166, 0.10, "KC-135R and 0.0006 for two pods"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.82, 0.04, "35 degrees of sweep, 707 section"),
        SUBSONIC_WAVE,
        sister="KC-135R",
    ),
    "F-15J": Beliefs(
        Prior(0.0210, 0.10, "twin-engine fighter, clean: 0.019 to 0.023"),
        QUOTED_FIGHTER,
        FIGHTER_THRUST,
        Prior(0.89, 0.03, "clean fighter with 38 degrees of sweep; press gives a cruise of Mach 0.9"),
        Prior(0.030, 0.40, "F-16: 0.023 at Mach 1.1 (NASA TP-1538 data)"),
    ),
    "F-35A": Beliefs(
        Prior(0.0225, 0.10, "skin friction of 4.3 wing areas at 0.0035 and a quarter more for bays, gaps and trim"),
        F135_FUEL,
        FIGHTER_THRUST,
        Prior(0.84, 0.03, "cruises at Mach 0.80 to 0.85; thicker than an F-16, whose rise starts at 0.81 to 0.87"),
        Prior(0.045, 0.40, "full body: above the 0.023 of the F-16"),
    ),
    "F-35B": Beliefs(
        Prior(0.0225, 0.10, "as the F-35A; the hump of the lift fan is within the spread"),
        F135_FUEL,
        FIGHTER_THRUST,
        Prior(0.84, 0.03, "as the F-35A"),
        Prior(0.045, 0.40, "as the F-35A"),
    ),
    "F-16C": Beliefs(
        Prior(0.0195, 0.10, "clean F-16 with pylons and launchers: 0.018 to 0.021"),
        QUOTED_FIGHTER,
        FIGHTER_THRUST,
        Prior(0.87, 0.03, "JSBSim file of the F-16: the rise starts at Mach 0.81 and is steep from 0.87"),
        Prior(0.030, 0.40, "0.023 at Mach 1.1 (NASA TP-1538 data), clean of pylons"),
    ),
    "F-2A": Beliefs(
        Prior(0.0195, 0.10, "as the F-16, whose body it shares under a quarter more wing"),
        QUOTED_FIGHTER,
        FIGHTER_THRUST,
        Prior(0.87, 0.03, "as the F-16"),
        Prior(0.030, 0.40, "as the F-16"),
    ),
    "J-16": Beliefs(
        Prior(0.0220, 0.12, "twin-engine fighter of the Su-27 line with pylons: 0.019 to 0.024"),
        QUOTED_FIGHTER,
        FIGHTER_THRUST,
        Prior(0.87, 0.03, "clean fighter with 42 degrees of sweep"),
        Prior(0.035, 0.40, "between F-16 and F-35"),
    ),
    "E-2D": Beliefs(
        Prior(0.0350, 0.12, "straight-wing carrier twin at 0.027 and 0.008 for a rotodome of 7.3 m on this wing"),
        PROPELLER_FUEL,
        PROPELLER_POWER,
        Prior(0.62, 0.0, "thick straight wing"),
        NO_WAVE,
    ),
    "KC-130J": Beliefs(
        Prior(0.0290, 0.12, "C-130 class at 0.026 to 0.028 and two wing pods"),
        PROPELLER_FUEL,
        PROPELLER_POWER,
        Prior(0.64, 0.0, "thick straight wing"),
        NO_WAVE,
    ),
    "P-8A": Beliefs(
        Prior(0.0195, 0.10, "737-800 in OpenAP: 0.019, and antennas"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.80, 0.04, "25 degrees of sweep, section of the 737 of 1997"),
        SUBSONIC_WAVE,
    ),
    "C-2": Beliefs(
        Prior(0.0200, 0.12, "military transports with a ramp: 0.018 to 0.023"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.82, 0.04, "cruises at Mach 0.80 on a modern section"),
        SUBSONIC_WAVE,
    ),
    "C-17A": Beliefs(
        Prior(0.0200, 0.12, "military transports with a ramp: 0.018 to 0.023"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.79, 0.04, "25 degrees of sweep, cruises at Mach 0.74 to 0.77"),
        SUBSONIC_WAVE,
    ),
    "H-6K": Beliefs(
        Prior(0.0180, 0.12, "Tu-16 class at 0.016 and pylons"),
        INSTALLED_FAN,
        FAN_THRUST,
        Prior(0.79, 0.04, "35 degrees of sweep, section of 1950"),
        SUBSONIC_WAVE,
    ),
    "Tu-95MS": Beliefs(
        Prior(0.0190, 0.12, "large swept wing with four propeller nacelles: 0.017 to 0.021"),
        PROPELLER_FUEL,
        PROPELLER_POWER,
        Prior(0.74, 0.0, "35 degrees of sweep, section of 1950"),
        NO_WAVE,
    ),
}
"""Beliefs by type. A type that is absent (such as a fit of another type) inherits its card's figures unchanged."""
