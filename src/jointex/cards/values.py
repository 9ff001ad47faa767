"""One figure of a card: the number as its source prints it, its unit, basis, source and range, and the same in SI."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, StrictFloat, StrictStr, field_validator, model_validator

from jointex.units import UnitError, si_per_unit

Basis = Literal["published", "derived", "estimated", "placeholder"]


class CardPart(BaseModel):
    """A mapping in a card: frozen, and no keys but the ones it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Value(CardPart):
    """One figure with its provenance; the subclasses say which kind of quantity it is.

    Attributes
    ----------
    value : float
        The number as written in the card [`unit`].
    unit : str
        The unit as written; empty for a pure number.
    basis : str
        `published`, `derived` (computed from published figures), `estimated` or `placeholder`.
    source : str
        Key into the `sources` of the card.
    range : tuple of float or None
        Lowest and highest sensible value [`unit`]; every estimated value has one.
    note : str
        What a reader should know, such as other figures in print.
    """

    KIND: ClassVar[str] = "ratio"
    LOWEST: ClassVar[float] = float("-inf")
    HIGHEST: ClassVar[float] = float("inf")
    POSITIVE: ClassVar[bool] = False
    RULE: ClassVar[str] = ""

    value: StrictFloat
    unit: StrictStr = ""
    basis: Basis
    source: StrictStr
    range: tuple[StrictFloat, StrictFloat] | None = None
    note: StrictStr = ""

    @field_validator("unit")
    @classmethod
    def _unit_is_of_this_kind(cls, unit: str) -> str:
        try:
            si_per_unit(unit, cls.KIND)
        except UnitError as error:
            raise ValueError(str(error)) from None
        return unit

    @model_validator(mode="after")
    def _numbers_hold_together(self) -> Value:
        if self.range is None:
            if self.basis == "estimated":
                raise ValueError("is estimated, so it must give its range, such as range: [0.9, 1.1]")
        elif not self.range[0] <= self.value <= self.range[1]:
            low, high = self.range
            raise ValueError(f"must lie within its range ({low:g} to {high:g}); got {self.value:g}")
        for number in (self.low, self.si, self.high):
            if not self.LOWEST <= number <= self.HIGHEST or (self.POSITIVE and number == 0.0):
                raise ValueError(f"{self.RULE}; got {number / self._factor:g} {self.unit}".rstrip())
        return self

    @property
    def _factor(self) -> float:
        return si_per_unit(self.unit, self.KIND)

    @property
    def si(self) -> float:
        """The value in the SI unit of its kind."""
        return self.value * self._factor

    @property
    def low(self) -> float:
        """The low end of the range in SI; the value itself where there is no range."""
        return self.si if self.range is None else self.range[0] * self._factor

    @property
    def high(self) -> float:
        """The high end of the range in SI; the value itself where there is no range."""
        return self.si if self.range is None else self.range[1] * self._factor

    @property
    def text(self) -> str:
        """The value with its unit, as written."""
        return f"{self.value:,.10g} {self.unit}".rstrip()


class _Positive(Value):
    LOWEST = 0.0
    POSITIVE = True
    RULE = "must be above 0"


class _NotNegative(Value):
    LOWEST = 0.0
    RULE = "must not be below 0"


class Ratio(_Positive):
    """A pure number above 0: a Mach number, a load factor, a count."""


class Coefficient(_NotNegative):
    """A pure number from 0 up."""


class Share(Value):
    """A pure number from 0 to 1."""

    LOWEST, HIGHEST, RULE = 0.0, 1.0, "must lie between 0 and 1"


class Length(_Positive):
    """A length above 0 [m]."""

    KIND = "length"


class Elevation(Value):
    """A height above mean sea level, -500 to 9 000 [m]."""

    KIND, LOWEST, HIGHEST, RULE = "length", -500.0, 9000.0, "must lie between -500 m and 9,000 m"


class Altitude(_NotNegative):
    """A pressure altitude [m]."""

    KIND = "altitude"


class Speed(_Positive):
    """A speed [m/s]."""

    KIND = "speed"


class Mass(_Positive):
    """A mass above 0 [kg]."""

    KIND = "mass"


class MassOrNone(_NotNegative):
    """A mass from 0 up [kg]."""

    KIND = "mass"


class MassFlow(_Positive):
    """A mass flow [kg/s]."""

    KIND = "mass_flow"


class Force(_Positive):
    """A force [N]."""

    KIND = "force"


class Area(_Positive):
    """An area [m2]."""

    KIND = "area"


class DragArea(_NotNegative):
    """Drag over dynamic pressure [m2]."""

    KIND = "drag_area"


class FuelConsumption(_Positive):
    """Fuel flow over thrust [kg/(N s)]."""

    KIND = "specific_fuel_consumption"


class Power(_Positive):
    """A power above 0 [W]."""

    KIND = "power"


class PowerFuelConsumption(_Positive):
    """Fuel flow over shaft power [kg/(W s)]."""

    KIND = "power_fuel_consumption"


class Duration(_Positive):
    """A time above 0 [s]."""

    KIND = "time"


class Angle(_Positive):
    """An angle above 0, up to half a turn [rad]."""

    KIND, HIGHEST, RULE = "angle", 3.1416, "must lie between 0 and 180 deg"


class AngularSpeed(_Positive):
    """A rate of turn or roll [rad/s]."""

    KIND = "angular_speed"


class Latitude(Value):
    """A geodetic latitude [rad]."""

    KIND, LOWEST, HIGHEST, RULE = "angle", -1.5707964, 1.5707964, "must lie between -90 and 90 deg"


class Longitude(Value):
    """A longitude, east positive [rad]."""

    KIND, LOWEST, HIGHEST, RULE = "angle", -3.1415927, 3.1415927, "must lie between -180 and 180 deg"
