"""The tanker problem as a CP-SAT model: one choice per leg, one chain of times per flight, fuel as sums.

On each leg a flight flies past every tanker or makes one choice of track, tanker and station. Fuel needs no state: what a
flight has on arrival is its take-off fuel less what it burnt and more what it took, and both are linear in the times and
on-loads. On-load is shared out over tankers, so that what a tanker gives is a sum and not a product.
"""

from __future__ import annotations

from jointex.planning.tankers.flight_model import add_flight
from jointex.planning.tankers.grid import Grid
from jointex.planning.tankers.tanker_model import add_tanker, bind_tanker, order_alike
from jointex.planning.tankers.variables import Model


def build(grid: Grid, most_slack: int) -> Model:
    """Return the model of the problem on its grid.

    Parameters
    ----------
    grid : Grid
    most_slack : int
        Ticks of lateness that are worth having.

    Returns
    -------
    Model
        Without an objective; infeasible by itself where a window is empty.
    """
    from ortools.sat.python import cp_model

    model = Model(grid, cp_model.CpModel())
    model.slack = model.program.new_int_var(0, max(0, most_slack), "slack")
    for tanker in grid.tankers:
        model.tankers[tanker.id] = add_tanker(model, tanker)
    for flight in grid.flights:
        model.flights[flight.id] = add_flight(model, flight, most_slack)
    for tanker in grid.tankers:
        bind_tanker(model, tanker)
    order_alike(model)
    model.cost = sum(tanker.cost * model.tankers[tanker.id].used for tanker in grid.tankers)
    model.fuel = sum((flight.count * model.flights[flight.id].burnt for flight in grid.flights), 0) + sum(
        (one.burnt for one in model.tankers.values()), 0
    )
    return model
