"""What trade could lose under stress: bounds with a label, never estimates."""

from __future__ import annotations

from dataclasses import dataclass

from jointex.region.figures import package_document, read_figure

LABEL = "stress bound, not an estimate"


@dataclass(frozen=True)
class StressBound:
    """A flow and how much of it a stress takes.

    Attributes
    ----------
    flow, name : str
    amount : float
        Of a year [`unit`].
    unit : str
    loss_low, loss_high : float
        What the stress takes of it [`unit`].
    loss_fraction_low, loss_fraction_high : float
    label : str
        Always `stress bound, not an estimate`.
    why, basis, source : str
        Where share and amount come from.
    """

    flow: str
    name: str
    amount: float
    unit: str
    loss_low: float
    loss_high: float
    loss_fraction_low: float
    loss_fraction_high: float
    label: str
    why: str
    basis: str
    source: str


def stress_bounds() -> tuple[StressBound, ...]:
    """Return the stress bounds of trade.

    Returns
    -------
    tuple of StressBound
    """
    document = package_document("jointex.region", "trade.yaml")
    found = []
    for name, one in document.data["flows"].items():
        figure = read_figure(document, ("flows", name))
        low, high = one["loss"]
        found.append(
            StressBound(
                name,
                one["name"],
                figure.value,
                figure.unit,
                figure.low * low,
                figure.high * high,
                low,
                high,
                LABEL,
                one["why"],
                figure.basis,
                figure.source,
            )
        )
    return tuple(found)
