"""What a card may say: aircraft, engines, stores, bases, ships; every figure a `Value` with its provenance."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictInt, StrictStr

from jointex.cards.values import (
    Altitude,
    Angle,
    AngularSpeed,
    Area,
    Basis,
    CardPart,
    Coefficient,
    DragArea,
    Duration,
    Elevation,
    Force,
    FuelConsumption,
    Latitude,
    Length,
    Longitude,
    Mass,
    MassFlow,
    MassOrNone,
    Power,
    PowerFuelConsumption,
    Ratio,
    Share,
    Speed,
)
from jointex.units import UnitError, degrees, parse_quantity

Names = tuple[StrictStr, ...]
StoreCount = Annotated[StrictInt, Field(ge=0, le=100)]
Load = dict[str, StoreCount]


def _day(text: Any) -> Any:
    """Read a day as people write it in YAML."""
    try:
        return datetime.date.fromisoformat(text) if isinstance(text, str) else text
    except ValueError:
        raise ValueError("must be a day such as 2026-11-22") from None


Day = Annotated[datetime.date, BeforeValidator(_day)]


class Source(CardPart):
    """Where a figure was read, when, and what it says there in its own unit."""

    title: StrictStr
    url: StrictStr = ""
    read: Day
    says: StrictStr = ""


class Card(CardPart):
    """What every card has."""

    id: StrictStr
    name: StrictStr
    like: StrictStr = ""
    notes: Names = ()
    sources: dict[str, Source]


class Geometry(CardPart):
    """Outer sizes."""

    wing_area: Area
    span: Length
    length: Length


class Masses(CardPart):
    """Masses and mass limits; `empty` is ready to fly with crew and oil, without fuel, stores or payload."""

    empty: Mass
    max_takeoff: Mass
    max_landing: Mass
    max_payload: MassOrNone


class Fuel(CardPart):
    """Fuel inside the aircraft, and what it burns while taxiing."""

    internal: Mass
    taxi_flow: MassFlow


class EngineFit(CardPart):
    """Which engine, how many, and how the installed engines differ from the engine card (calibrated)."""

    id: StrictStr
    count: Annotated[StrictInt, Field(ge=1, le=8)]
    source: StrictStr
    dry_thrust: Force | None = None
    wet_thrust: Force | None = None
    thrust_factor: Ratio
    fuel_factor: Ratio


class Aerodynamics(CardPart):
    """Parabolic drag polar with a wave-drag hump, and the largest lift coefficients."""

    zero_lift_drag: Ratio
    induced_drag_factor: Ratio
    drag_rise_mach: Ratio
    drag_peak_mach: Ratio
    wave_drag_peak: Coefficient
    wave_drag_decay: Coefficient
    gear_and_flap_drag: Coefficient
    lift_max_clean: Ratio
    lift_max_takeoff: Ratio
    lift_max_landing: Ratio


class Limits(CardPart):
    """What the aircraft must not exceed; `crosswind` on a dry runway, where one is in print."""

    max_mach: Ratio
    max_cas: Speed
    ceiling: Altitude
    load_factor: Ratio
    bank: Angle
    roll_rate: AngularSpeed
    crosswind: Speed | None = None


class Speeds(CardPart):
    """How it is flown: climb at CAS, then Mach; cruise; descent."""

    climb_cas: Speed
    climb_mach: Ratio
    cruise_mach: Ratio
    cruise_altitude: Altitude
    descent_cas: Speed


class VerticalLanding(CardPart):
    """A vertical landing, from the start of the slow-down to the deck."""

    max_mass: Mass
    time: Duration
    fuel: Mass


class TakeoffLanding(CardPart):
    """Runway lengths at usual heavy weights, sea level, standard day, still air.

    `certificate` says by which rule a landing field length is read: 14 CFR 121.195 adds its margin, a military length
    is the distance itself.
    """

    certificate: Literal["civil", "military"] = "military"

    takeoff_distance: Length
    landing_distance: Length
    short_takeoff_distance: Length | None = None
    vertical_landing: VerticalLanding | None = None


class Window(CardPart):
    """Speeds [CAS] and altitudes it is bound to; what is left out binds nothing."""

    lowest_cas: Speed | None = None
    usual_cas: Speed | None = None
    highest_cas: Speed | None = None
    lowest_altitude: Altitude | None = None
    highest_altitude: Altitude | None = None


class Contact(CardPart):
    """Speeds [CAS] and altitudes at which it takes fuel."""

    lowest_cas: Speed
    usual_cas: Speed
    highest_cas: Speed
    lowest_altitude: Altitude
    highest_altitude: Altitude


class Receiver(CardPart):
    """How it takes fuel, and how fast."""

    by: Literal["boom_receptacle", "probe", "none"]
    source: StrictStr
    contact: Contact | None = None
    highest_flow: MassFlow | None = None


class Exclusive(CardPart):
    """No other station of the tanker gives fuel while this one does, and who says so."""

    basis: Basis
    source: StrictStr
    note: StrictStr = ""


class TankerStation(CardPart):
    """A place to take fuel from: a boom, or `count` hoses with a drogue; `window` is what the hose or boom itself stands."""

    kind: Literal["boom", "drogue"]
    count: Annotated[StrictInt, Field(ge=1, le=4)]
    source: StrictStr
    flow: MassFlow
    window: Window | None = None
    exclusive: Exclusive | None = None


class Tanker(CardPart):
    """What it gives: stations by name, fuel it can give in all, and the speed it waits at."""

    transferable_fuel: Mass
    orbit_cas: Speed
    stations: dict[str, TankerStation]


class Stores(CardPart):
    """What it can hang or load: most of each store, which of them inside (no drag), and named loads."""

    most: Load = {}
    inside: Load = {}
    loads: dict[str, Load] = {}
    default_load: StrictStr = ""
    source: StrictStr = ""


def _quantity(kind: str) -> BeforeValidator:
    """Read a quantity written as text into SI."""

    def read(text: Any) -> float:
        try:
            return parse_quantity(text, kind)
        except UnitError as error:
            raise ValueError(str(error)) from None

    return BeforeValidator(read)


class Conditions(CardPart):
    """Under what conditions a published figure holds; SI inside, text such as `10 klb` in the file.

    `radius` is how far off a station lies, `route` the two ends of a flight whose time was told, `measure` what a runway figure
    counts (take-off: the ground roll, landing: from 50 ft, where the source does not say).
    """

    payload: Annotated[float, _quantity("mass")] = 0.0
    fuel: Literal["internal", "internal_and_tanks"] = "internal"
    stores: Load = {}
    reserve: Literal["none", "default", "unstated"] = "unstated"
    altitude: Annotated[float, _quantity("altitude")] | None = None
    mass: Annotated[float, _quantity("mass")] | None = None
    given: Annotated[float, _quantity("mass")] | None = None
    station_time: Annotated[float, _quantity("time")] | None = None
    combat_time: Annotated[float, _quantity("time")] | None = None
    radius: Annotated[float, _quantity("length")] | None = None
    route: tuple[StrictStr, StrictStr] | None = None
    profile: Literal["hi-hi-hi", "hi-lo-hi"] = "hi-hi-hi"
    measure: Literal["ground_roll", "over_50_ft", "field_length"] | None = None
    bound: Literal["about", "at_least", "at_most"] = "about"
    says: StrictStr = ""


class _Figure(CardPart):
    """A published performance figure, the conditions it holds under, what it may be used for, and why the model misses it."""

    conditions: Conditions = Conditions()
    use: Literal["calibration", "validation"]
    explanation: StrictStr = ""


class LengthFigure(_Figure):
    """A published range, radius or runway length."""

    figure: Literal["range", "radius", "station_radius", "takeoff_distance", "landing_distance"]
    value: Length


class TimeFigure(_Figure):
    """A published endurance or block time."""

    figure: Literal["endurance", "block_time"]
    value: Duration


class AltitudeFigure(_Figure):
    """A published ceiling."""

    figure: Literal["ceiling"]
    value: Altitude


class MachFigure(_Figure):
    """A published Mach number."""

    figure: Literal["max_mach", "cruise_mach"]
    value: Ratio


class SpeedFigure(_Figure):
    """A published speed."""

    figure: Literal["max_speed", "cruise_speed", "rate_of_climb"]
    value: Speed


class BurnFigure(_Figure):
    """A published fuel flow that crews plan with."""

    figure: Literal["planning_burn"]
    value: MassFlow


Figure = Annotated[
    LengthFigure | TimeFigure | AltitudeFigure | MachFigure | SpeedFigure | BurnFigure, Field(discriminator="figure")
]


class Residual(CardPart):
    """A published figure beside what the calibrated model gives."""

    figure: StrictStr
    published: float
    model: float
    unit: StrictStr
    error_fraction: float
    note: StrictStr = ""


class Calibration(CardPart):
    """Which figures of the card were fitted to which published ones, and what is left over."""

    date: Day | None = None
    command: StrictStr = ""
    fitted: Names = ()
    residuals: tuple[Residual, ...] = ()
    note: StrictStr = ""


class Senses(CardPart):
    """What it sees with, and how well radars see it: classes of sensors and of signatures by the ids of their cards."""

    sensors: Names
    signature: StrictStr
    source: StrictStr


class Gateway(CardPart):
    """Two links between which an aircraft translates, both ways."""

    between: Annotated[Names, Field(min_length=2, max_length=2)]


class Links(CardPart):
    """What it talks over, by the ids of link cards, and between which of them it translates."""

    fits: Names
    gateways: tuple[Gateway, ...] = ()
    source: StrictStr


class AircraftCard(Card):
    """An aircraft type."""

    operators: Names
    roles: Names
    crew: Ratio
    geometry: Geometry
    mass: Masses
    fuel: Fuel
    engine: EngineFit
    aerodynamics: Aerodynamics
    limits: Limits
    speeds: Speeds
    takeoff_landing: TakeoffLanding
    receiver: Receiver
    tanker: Tanker | None = None
    stores: Stores = Stores()
    links: Links | None = None
    senses: Senses | None = None
    published: tuple[Figure, ...] = ()
    calibration: Calibration = Calibration()


class EngineCruise(CardPart):
    """The point at which a cruise figure of fuel consumption is quoted."""

    fuel: FuelConsumption
    mach: Ratio
    altitude: Altitude


class Shaft(CardPart):
    """What a turboprop has in place of a jet: shaft power, a propeller, and fuel by power.

    `flat_rating` is the power the gas generator could give at sea level over the power the gearbox may take.
    """

    power: Power
    flat_rating: Ratio
    propeller_efficiency: Share
    fuel: PowerFuelConsumption


class EngineCard(Card):
    """An engine: static ratings at sea level on a standard day, and how thrust and fuel change away from there.

    A turboprop gives `shaft` and no fuel by thrust; its `dry_thrust` is what the propeller pulls standing at rated power.
    """

    maker: StrictStr
    dry_thrust: Force
    wet_thrust: Force | None = None
    shaft: Shaft | None = None
    dry_fuel: FuelConsumption | None = None
    wet_fuel: FuelConsumption | None = None
    cruise: EngineCruise | None = None
    thrust_mach_loss: Coefficient | None = None
    thrust_break_ratio: Ratio | None = None
    dry_break_slope: Coefficient | None = None
    wet_break_slope: Coefficient | None = None
    dry_fuel_mach_slope: Coefficient | None = None
    wet_fuel_mach_slope: Coefficient | None = None
    idle_fuel_fraction: Share


class Flyout(CardPart):
    """How a missile flies once it is let go: a body with a motor.

    `drag_mach_2` is at no lift with the motor out, on the area of the body. It is lost below `least_mach` once the motor is
    out, and after `life`; `arming` is the shortest flight that counts. Its own seeker sees the target from `seeker` on; a shot that
    comes there is counted as a training kill with a chance within the range of `kill_chance`.
    """

    diameter: Length
    propellant: Mass
    thrust: Force
    burn: Duration
    drag_mach_2: Ratio
    load_factor: Ratio
    least_mach: Ratio
    life: Duration
    arming: Duration
    seeker: Length
    kill_chance: Share


class StoreCard(Card):
    """Something carried: `mass` without fuel, `fuel` in a tank, drag area of one when hung outside; how a missile flies."""

    kind: Literal["tank", "missile", "bomb", "pod"]
    mass: Mass
    fuel: MassOrNone | None = None
    drag_area: DragArea
    flyout: Flyout | None = None


class Position(CardPart):
    """Where on the WGS-84 ellipsoid."""

    latitude: Latitude
    longitude: Longitude
    elevation: Elevation


class Runway(CardPart):
    """One strip; `unpaved` is coral, gravel or grass, which jets keep off."""

    ident: StrictStr
    length: Length
    width: Length
    surface: Literal["paved", "unpaved"] = "paved"


class Unit(CardPart):
    """Who is based there, with which aircraft."""

    name: StrictStr
    aircraft: Names = ()
    source: StrictStr


class BaseCard(Card):
    """An airfield."""

    state: StrictStr
    also: Names = ()
    position: Position
    runways: tuple[Runway, ...] = ()
    units: tuple[Unit, ...] = ()

    @property
    def latitude_deg(self) -> float:
        """Geodetic latitude [deg]."""
        return degrees(self.position.latitude.si)

    @property
    def longitude_deg(self) -> float:
        """Longitude, east positive [deg]."""
        return degrees(self.position.longitude.si)

    @property
    def elevation_m(self) -> float:
        """Height above mean sea level [m]."""
        return self.position.elevation.si

    @property
    def longest_runway_m(self) -> float:
        """Length of the longest runway [m]; 0 where none is known."""
        return max((runway.length.si for runway in self.runways), default=0.0)

    def longest_runway(self, paved_only: bool) -> Runway | None:
        """Return the longest runway that a type can use.

        Parameters
        ----------
        paved_only : bool
            Whether strips without a hard surface are left out, as jets do.

        Returns
        -------
        Runway or None
        """
        usable = [runway for runway in self.runways if runway.surface == "paved" or not paved_only]
        return max(usable, key=lambda runway: runway.length.si, default=None)


class Hull(CardPart):
    """The ship itself; `displacement` is standard, without fuel and stores."""

    length: Length
    beam: Length
    draught: Length
    displacement: Mass
    speed: Speed


class Deck(CardPart):
    """The flight deck; `run` is what a short take-off can use of its length."""

    length: Length
    width: Length
    run: Length
    height: Length
    ramp: Literal["none", "ski_jump"]
    catapults: Annotated[StrictInt, Field(ge=0, le=4)]
    arresting_wires: Annotated[StrictInt, Field(ge=0, le=6)]
    source: StrictStr


class Aviation(CardPart):
    """What it keeps and handles aircraft with."""

    aircraft: Names
    short_takeoff: StrictBool
    vertical_landing: StrictBool
    landing_spots: Annotated[StrictInt, Field(ge=1, le=20)]
    lifts: Annotated[StrictInt, Field(ge=0, le=6)]
    source: StrictStr
    hangar_length: Length | None = None
    hangar_width: Length | None = None


class ShipCard(Card):
    """A ship that aircraft fly from."""

    also: Names = ()
    operators: Names
    hull: Hull
    deck: Deck
    aviation: Aviation

    @property
    def deck_length_m(self) -> float:
        """Length of the flight deck [m]."""
        return self.deck.length.si

    @property
    def deck_run_m(self) -> float:
        """Deck that a short take-off can use [m]."""
        return self.deck.run.si

    @property
    def speed_m_s(self) -> float:
        """Greatest speed through the water [m/s]: wind over deck in still air."""
        return self.hull.speed.si
