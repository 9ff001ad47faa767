"""Winds from a file: what the file says is what is flown in, whatever its order and units; what is wrong is named at once."""

from __future__ import annotations

import datetime
import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jointex.earth import winds
from jointex.earth.atmosphere import exact_pressure_ratio
from jointex.earth.windfiles import given, read_winds, with_climatology_spread, with_spread
from jointex.errors import WeatherError

REASON = "needs the extra `winds`, which the extra `test` brings"
xarray = pytest.importorskip("xarray", reason=REASON)
pytest.importorskip("h5netcdf", reason=REASON)

START = datetime.datetime(2025, 12, 10, tzinfo=datetime.UTC)
LEVELS_HPA = np.array([1000.0, 925.0, 850.0, 700.0, 500.0, 400.0, 300.0, 250.0, 200.0, 150.0])
NORTH, EAST = np.arange(20.0, 50.1, 2.5), np.arange(120.0, 160.1, 2.5)


def analytic(latitude: Any, longitude: Any, altitude_m: Any) -> tuple[Any, Any, Any]:
    """A field that straight lines carry exactly: linear along each axis."""
    east = 5.0 + 0.4 * (latitude - 30.0) + 0.1 * (longitude - 140.0) + 0.003 * altitude_m
    north = -3.0 + 0.1 * (latitude - 30.0) - 0.2 * (longitude - 140.0) + 1e-5 * altitude_m * (latitude - 30.0)
    return east, north, 0.001 * altitude_m - 4.0


def altitudes_m(pressures_hpa: np.ndarray) -> np.ndarray:
    from jointex.earth.windfiles.axes import pressure_altitude_m

    return pressure_altitude_m(100.0 * pressures_hpa)


def grid(north: np.ndarray = NORTH, east: np.ndarray = EAST, levels: np.ndarray = LEVELS_HPA, times: Any = None) -> Any:
    """A file of the analytic field on pressure levels, as reanalyses are handed out."""
    from jointex.earth.atmosphere import exact_temperature_k

    alt = altitudes_m(levels)
    u, v, deviation = analytic(north[None, :, None], east[None, None, :], alt[:, None, None])
    shape = (len(levels), len(north), len(east))
    axes = ("pressure_level", "latitude", "longitude")
    temperature = exact_temperature_k(alt)[:, None, None] + np.broadcast_to(deviation, shape)
    fields = {"u": np.broadcast_to(u, shape), "v": np.broadcast_to(v, shape), "t": temperature}
    units = {"u": "m s**-1", "v": "m s**-1", "t": "K"}
    if times is not None:
        axes = ("valid_time", *axes)
        fields = {
            name: np.stack([field + 10.0 * number for number in range(len(times))]) for name, field in fields.items()
        }
    data = xarray.Dataset(
        {name: (axes, field, {"units": units[name]}) for name, field in fields.items()},
        coords={
            "pressure_level": ("pressure_level", levels, {"units": "hPa"}),
            "latitude": ("latitude", north, {"units": "degrees_north"}),
            "longitude": ("longitude", east, {"units": "degrees_east"}),
        },
    )
    if times is not None:
        data["valid_time"] = ("valid_time", np.array(times), {"units": "hours since 2025-12-10 00:00:00"})
    return data


def written(data: Any, path: Path, engine: str = "scipy") -> Path:
    data.to_netcdf(path, engine=engine)
    return path


def faults(path: Path, at: datetime.datetime | None = START) -> list[str]:
    with pytest.raises(WeatherError) as caught:
        read_winds(path, at)
    assert all(fault.file == str(path) for fault in caught.value.faults)
    return [str(fault).removeprefix(f"{path}:").removeprefix(str(path)).strip() for fault in caught.value.faults]


@pytest.mark.parametrize("engine", ["h5netcdf", "scipy"])
def test_an_analytic_field_comes_back_within_the_resampling_of_its_levels(tmp_path: Path, engine: str) -> None:
    weather = read_winds(written(grid(), tmp_path / "winds.nc", engine), START)
    random.seed(7)
    for _ in range(200):
        place = random.uniform(20.0, 50.0), random.uniform(120.0, 160.0), random.uniform(200.0, 13_600.0)
        air, wanted = weather.at(*place), analytic(*place)
        # the field is linear along each axis, the twist of north wind too: only rounding is left
        assert air[:3] == pytest.approx(wanted, abs=1e-6)


def test_interpolation_agrees_with_xarray_on_rough_fields(tmp_path: Path) -> None:
    draws = np.random.default_rng(5)
    data = grid()
    for name in ("u", "v"):
        data[name] = data[name] + draws.normal(0.0, 15.0, data[name].shape)
    weather = read_winds(written(data, tmp_path / "winds.nc"), START)
    data = data.assign_coords(pressure_level=altitudes_m(LEVELS_HPA))
    # between the 100 m nodes of the grid a level of the file is cut off: at the altitudes of nodes nothing is
    for _ in range(60):
        latitude, longitude = draws.uniform(20.0, 50.0), draws.uniform(120.0, 160.0)
        altitude = 100.0 * float(draws.integers(2, 135))
        wanted = data.interp(latitude=latitude, longitude=longitude, pressure_level=altitude)
        air = weather.at(latitude, longitude, altitude)
        assert air[:2] == pytest.approx((float(wanted.u), float(wanted.v)), abs=1e-6)


def test_interpolation_agrees_with_scipy_between_the_nodes_of_an_even_grid(tmp_path: Path) -> None:
    from scipy.interpolate import RegularGridInterpolator

    known = winds.climatology(1)
    path = written(climatology_file(known), tmp_path / "january.nc")
    weather = read_winds(path, START)
    axes = known.latitudes_deg, known.longitudes_deg, known.pressure_altitudes_m
    scipy_way = RegularGridInterpolator(axes, known.nodes[..., :4])
    places = np.random.default_rng(2).uniform((5.0, 115.0, 0.0), (55.0, 190.0, 18_000.0), (100, 3))
    for place in places:
        np.testing.assert_allclose(weather.at(*map(float, place))[:4], scipy_way(place)[0], atol=1e-6)


def climatology_file(weather: winds.Weather) -> Any:
    """A shipped climatology as a user's file, heights and spreads included."""
    from jointex.earth.atmosphere import exact_temperature_k, geopotential_height_m

    axes = ("latitude", "longitude", "altitude")
    altitudes = weather.pressure_altitudes_m
    height = np.vectorize(geopotential_height_m)(weather.height_difference_m + altitudes)
    fields = {
        "u": (weather.east_wind_m_s, "m s-1"),
        "v": (weather.north_wind_m_s, "m s-1"),
        "t": (weather.temperature_deviation_k + exact_temperature_k(altitudes), "K"),
        "zg": (height, "m"),
        "u_sd": (weather.nodes[..., winds.EAST_SD], "m s-1"),
        "v_sd": (weather.nodes[..., winds.NORTH_SD], "m s-1"),
    }
    return xarray.Dataset(
        {name: (axes, values, {"units": unit}) for name, (values, unit) in fields.items()},
        coords={
            "latitude": ("latitude", weather.latitudes_deg, {"units": "degrees_north"}),
            "longitude": ("longitude", weather.longitudes_deg, {"units": "degrees_east"}),
            "altitude": ("altitude", altitudes, {"units": "m"}),
        },
    )


def test_a_file_made_from_the_climatology_has_its_nodes(tmp_path: Path) -> None:
    known = winds.climatology(7)
    weather = read_winds(written(climatology_file(known), tmp_path / "july.nc"), START)
    np.testing.assert_allclose(weather.nodes, known.nodes, atol=1e-6)
    np.testing.assert_allclose(weather.axes, known.axes, rtol=1e-12)


def test_order_of_axes_and_units_change_nothing(tmp_path: Path) -> None:
    plain = read_winds(written(grid(), tmp_path / "plain.nc"), START)
    turned = grid().isel(latitude=slice(None, None, -1), pressure_level=slice(None, None, -1))
    turned = turned.transpose("longitude", "latitude", "pressure_level")
    for name in ("u", "v"):
        turned[name] = (turned[name] / (1852.0 / 3600.0)).assign_attrs(units="knots")
    turned["t"] = (turned["t"] - 273.15).assign_attrs(units="degC")
    turned = turned.assign_coords(
        pressure_level=("pressure_level", 100.0 * turned.pressure_level.values, {"units": "Pa"}),
        longitude=("longitude", turned.longitude.values - 360.0, {"units": "degrees_east"}),
    )
    other = read_winds(written(turned, tmp_path / "turned.nc"), START)
    np.testing.assert_allclose(other.nodes, plain.nodes, atol=1e-9)
    np.testing.assert_allclose(other.longitudes_deg, plain.longitudes_deg)


def test_standard_names_are_found_before_names(tmp_path: Path) -> None:
    data = grid().rename(u="x1", v="x2", t="x3")
    data["x1"].attrs["standard_name"] = "eastward_wind"
    data["x2"].attrs["standard_name"] = "northward_wind"
    data["x3"].attrs["standard_name"] = "air_temperature"
    data["u"] = data["x1"].isel(pressure_level=0) * 0.0
    data["u"].attrs = {"units": "m s-1", "standard_name": "sea_water_x_velocity"}
    named = read_winds(written(data, tmp_path / "named.nc"), START)
    np.testing.assert_array_equal(named.nodes, read_winds(written(grid(), tmp_path / "plain.nc"), START).nodes)


def test_a_grid_across_the_date_line_and_one_all_round_have_no_seam(tmp_path: Path) -> None:
    across = grid(east=np.arange(160.0, 200.1, 2.5))
    across = across.assign_coords(
        longitude=("longitude", (across.longitude.values + 180.0) % 360.0 - 180.0, {"units": "degrees_east"})
    )
    weather = read_winds(written(across, tmp_path / "across.nc"), START)
    assert weather.at(35.0, -178.75, 9000.0)[:2] == pytest.approx(analytic(35.0, 181.25, 9000.0)[:2], abs=1e-6)
    assert weather.covers(35.0, 179.0)
    assert weather.covers(35.0, -179.0)
    assert not weather.covers(35.0, 0.0)
    whole = grid(np.arange(-90.0, 90.1, 5.0), np.arange(0.0, 360.0, 5.0))
    whole["u"] = whole["u"] * 0.0 + 30.0 * np.cos(np.radians(whole.longitude))
    whole["v"] = whole["v"] * 0.0
    whole["u"].attrs["units"] = whole["v"].attrs["units"] = "m/s"
    weather = read_winds(written(whole, tmp_path / "whole.nc"), START)
    for longitude in (-180.0, -179.0, -2.5, 0.0, 2.5, 179.0, 180.0, 357.5, 359.0):
        low = 5.0 * math.floor(longitude / 5.0)
        ends = [30.0 * math.cos(math.radians(low + step)) for step in (0.0, 5.0)]
        share = (longitude - low) / 5.0
        assert weather.covers(10.0, longitude)
        assert weather.at(10.0, longitude, 5000.0).east_wind_m_s == pytest.approx(ends[0] + share * (ends[1] - ends[0]))


def test_uneven_latitudes_are_carried_onto_even_ones(tmp_path: Path) -> None:
    uneven = np.array([20.0, 21.0, 24.0, 30.0, 31.5, 40.0])
    weather = read_winds(written(grid(north=uneven), tmp_path / "uneven.nc"), START)
    steps = np.diff(weather.latitudes_deg)
    assert np.ptp(steps) < 1e-9
    assert weather.at(27.3, 140.0, 9000.0)[:2] == pytest.approx(analytic(27.3, 140.0, 9000.0)[:2], abs=1e-6)


def test_winds_between_two_times_lie_between_and_outside_is_refused(tmp_path: Path) -> None:
    path = written(grid(times=[0.0, 6.0, 12.0]), tmp_path / "winds.nc")
    base = analytic(30.0, 140.0, 9000.0)[0]
    for hours, more in ((0.0, 0.0), (3.0, 5.0), (6.0, 10.0), (10.5, 17.5)):
        weather = read_winds(path, START + datetime.timedelta(hours=hours))
        assert weather.at(30.0, 140.0, 9000.0).east_wind_m_s == pytest.approx(base + more, abs=1e-6)
    (message,) = faults(path, START + datetime.timedelta(hours=13))
    assert message == (
        "valid_time must cover the time asked for, 2025-12-10T13:00Z; got 2025-12-10T00:00Z to 2025-12-10T12:00Z. Shift the "
        "start of the scenario, or give winds of its time; a file of a single time holds at any."
    )
    assert "3 times" in faults(path, None)[0]
    single = read_winds(written(grid(times=[6.0]), tmp_path / "single.nc"), START)
    assert single.notes[0] == "Winds of 2025-12-10T06:00Z, 6 h after the time asked for, held all the time."


def test_heights_follow_the_temperatures_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "warm.csv"
    rows = [f"{100 * level}, 270, 20, {15.0 - 1.9812 * level / 10.0 + 15.0:.4f}" for level in range(0, 301, 10)]
    path.write_text("\n".join(["altitude_ft, from_deg, speed_kt, temperature_c", *rows]), encoding="utf-8")
    warm = winds.no_wind(15.0)
    for altitude in (100.0, 3000.0, 9000.0):
        found = read_winds(path).at(40.0, 10.0, altitude)
        assert found.height_difference_m == pytest.approx(warm.at(40.0, 10.0, altitude).height_difference_m, abs=0.5)
        assert found.temperature_deviation_k == pytest.approx(15.0, abs=0.01)


def test_a_temperature_offset_warms_and_lifts_the_air_of_a_file(tmp_path: Path) -> None:
    path = written(climatology_file(winds.climatology(1)), tmp_path / "january.nc")
    air, wanted = (
        read_winds(path, START, 8.0).at(40.0, 140.0, 9000.0),
        winds.climatology(1, 8.0).at(40.0, 140.0, 9000.0),
    )
    assert air.temperature_deviation_k == pytest.approx(wanted.temperature_deviation_k)
    # the climatology's air below its lowest level starts from another pressure at sea level: 8 K of 288 K on a few metres
    assert air.height_difference_m == pytest.approx(wanted.height_difference_m, abs=4.0)


def test_spread_comes_from_the_file_a_figure_or_the_climatology(tmp_path: Path) -> None:
    known = winds.climatology(1)
    weather = read_winds(written(grid(), tmp_path / "winds.nc"), START)
    assert not weather.has_spread
    assert with_spread(weather, 7.0).nodes[..., winds.EAST_SD :].min() == 7.0
    for one in (
        with_climatology_spread(weather, 1),
        with_climatology_spread(winds.layers([winds.Layer(0.0, 0.0, 9.0)]), 1),
    ):
        day = one.no_departures + 1.0
        mean, moved = one.at(40.0, 140.0, 9000.0), one.at(40.0, 140.0, 9000.0, day)
        wanted = [
            known.at(40.0, 140.0, 9000.0, known.no_departures + 1.0)[k] - known.at(40.0, 140.0, 9000.0)[k]
            for k in (0, 1)
        ]
        # levels of one grid lie between those of the other
        assert [moved[k] - mean[k] for k in (0, 1)] == pytest.approx(wanted, abs=0.05)


CHANGES = {
    "no wind": (
        lambda d: d.drop_vars("u"),
        ["u must hold the east wind: standard_name eastward_wind, or named u, ua, uwnd; got"],
    ),
    "no units": (
        lambda d: d["v"].attrs.pop("units") and d,
        ["v must have units of speed, such as m s-1 or knots; got no units"],
    ),
    "wrong units": (
        lambda d: d["u"].attrs.update(units="Pa") or d,
        ["u must have units of speed, such as m s-1 or knots; got Pa"],
    ),
    "a hole": (
        lambda d: d.assign(
            u=d.u.where((d.latitude != 30) | (d.longitude != 140) | (d.pressure_level != 1000)).assign_attrs(d.u.attrs)
        ),
        [
            "u must have a value at every grid point; got 1 of 2,210 missing or not finite, the first at 30N 140E, pressure "
            "altitude 111 m"
        ],
    ),
    "a storm": (
        lambda d: d.assign(u=(d.u * 10.0).assign_attrs(d.u.attrs), v=d.v),
        ["u must lie between -150 and 150 m/s; got 5"],
    ),
    "hot air": (lambda d: d.assign(t=(d.t + 200.0).assign_attrs(d.t.attrs)), ["t must lie between 150 and 340 K; got"]),
    "no level axis": (
        lambda d: d.isel(pressure_level=0, drop=True),
        ["u must have a level axis; got latitude, longitude"],
    ),
    "members": (
        lambda d: d.expand_dims(number=3),
        ["u must have latitude, longitude, level and time axes only; got number of size 3. Choose one along number"],
    ),
    "two shapes": (
        lambda d: d.assign(v=d.v.isel(longitude=0, drop=True)),
        [
            "v must have the axes of u (pressure_level 10, latitude 13, longitude 17); got pressure_level 10, latitude 13"
        ],
    ),
    "mixed-up latitudes": (
        lambda d: d.assign_coords(latitude=("latitude", np.r_[NORTH[:3], NORTH[2:-1]], d.latitude.attrs)),
        ["latitude must rise or fall throughout; got 25 before 25 at place 3"],
    ),
    "latitudes off the globe": (
        lambda d: d.assign_coords(latitude=("latitude", NORTH + 60.0, d.latitude.attrs)),
        ["latitude must be between -90 and 90 degrees; got 92.5"],
    ),
    "levels in Pa called hPa": (
        lambda d: d.assign_coords(pressure_level=("pressure_level", 100.0 * LEVELS_HPA, {"units": "hPa"})),
        ["pressure_level must be above 0 and at most 1100 hPa; got 100000 hPa. Is it really in these units?"],
    ),
    "levels without units": (
        lambda d: d.assign_coords(pressure_level=("pressure_level", LEVELS_HPA)),
        ["pressure_level must have units of pressure or altitude, such as hPa or m; got no units"],
    ),
    "text": (lambda d: d.assign(u=(d.u.dims, np.full(d.u.shape, "x"), d.u.attrs)), ["u must hold numbers; got"]),
    "several": (
        lambda d: d.assign_coords(
            latitude=("latitude", NORTH[::-1] * 0.0, d.latitude.attrs), pressure_level=("pressure_level", LEVELS_HPA)
        ),
        ["pressure_level must have units", "latitude must rise or fall"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_wrong_with_a_grid_is_named_with_variable_rule_and_value(tmp_path: Path, name: str) -> None:
    change, wanted = CHANGES[name]
    messages = faults(written(change(grid()), tmp_path / "broken.nc"))
    assert len(messages) == len(wanted), messages
    for message, start in zip(messages, wanted, strict=True):
        assert message.startswith(start), message


def test_variables_are_all_checked_before_the_first_fault_is_told(tmp_path: Path) -> None:
    data = grid()
    data["u"].attrs["units"], data["v"].attrs["units"], data["t"].attrs["units"] = "Pa", "furlongs", "m"
    assert [message.split()[0] for message in faults(written(data, tmp_path / "broken.nc"))] == ["u", "v", "t"]


def test_a_grid_on_a_plane_is_sent_back_to_be_remapped(tmp_path: Path) -> None:
    plane = xarray.Dataset(
        {name: (("level", "y", "x"), np.ones((2, 3, 4)), {"units": "m/s"}) for name in ("u", "v")},
        coords={"level": ("level", [500.0, 300.0], {"units": "hPa"}), "lat": (("y", "x"), np.ones((3, 4)))},
    )
    messages = faults(written(plane, tmp_path / "plane.nc"))
    assert messages[0] == (
        "u must have latitude, longitude, level and time axes only; got y of size 3. Choose one along y; a grid that is not of "
        "latitudes and longitudes must be remapped first."
    )


def test_too_large_a_grid_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(grid(), tmp_path / "winds.nc")
    from jointex.earth.windfiles import netcdf

    monkeypatch.setattr(netcdf, "MOST_VALUES", 2_000)
    message = faults(path, START + datetime.timedelta(seconds=1))[0]
    assert message.startswith("u must have at most 2,000 grid points at a time; got 2,210 (13 x 17 x 10). Cut the file")
    monkeypatch.undo()
    monkeypatch.setattr(given, "MOST_NODES", 2_000)
    message = faults(path, START + datetime.timedelta(seconds=2))[0]
    assert message.startswith("must make a grid of at most 2,000 nodes; got ")


def test_a_bomb_of_zeros_is_not_unpacked(tmp_path: Path) -> None:
    import h5netcdf

    path = tmp_path / "bomb.nc"
    with h5netcdf.File(path, "w") as file:
        file.dimensions = {"latitude": 100_000_000, "longitude": 100, "level": 10}
        for name, unit in (("latitude", "degrees_north"), ("longitude", "degrees_east"), ("level", "hPa")):
            file.create_variable(name, (name,), "f4", chunks=(100,) if name != "level" else (10,)).attrs["units"] = unit
        for name in ("u", "v"):
            axes = ("level", "latitude", "longitude")
            file.create_variable(name, axes, "f4", chunks=(10, 1000, 100)).attrs["units"] = "m/s"
    assert path.stat().st_size < 1_000_000
    assert any("at most 5,000,000" in message for message in faults(path))


@pytest.mark.parametrize(("engine", "tries"), [("h5netcdf", 4), ("scipy", 300)])
def test_a_damaged_file_never_ends_in_a_traceback(tmp_path: Path, engine: str, tries: int) -> None:
    small = grid(NORTH[:4], EAST[:4], LEVELS_HPA[::3])
    whole = written(small, tmp_path / "whole.nc", engine).read_bytes()
    draws, refused, path = random.Random(11), 0, tmp_path / "damaged.nc"
    for number in range(tries):
        content = bytearray(whole)
        if number % 2 == 0:
            del content[draws.randrange(len(content)) :]
        else:
            for _ in range(draws.choice((1, 4, 40, 400))):
                content[draws.randrange(4, len(content))] = draws.randrange(256)
        path.write_bytes(content)
        try:
            found = read_winds(path, START + datetime.timedelta(seconds=number)).nodes
        except WeatherError as error:
            refused += 1
            told = error.faults
        else:
            told = ()
            assert np.all(np.isfinite(found))
        assert all(fault.file == str(path) and fault.rule for fault in told)
    assert refused >= tries // 2


def test_a_file_on_which_hdf5_runs_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from jointex.earth.windfiles import apart

    monkeypatch.setattr(apart, "LIMIT_S", 3.0)
    message = faults(Path(__file__).parent.parent / "files" / "endless.nc")[0]
    assert message.endswith("It may be damaged: fetch it again, or look at it with ncdump.")


def test_what_a_child_reads_is_what_is_read_here(tmp_path: Path) -> None:
    from jointex.earth.windfiles.apart import read_apart
    from jointex.earth.windfiles.netcdf import read_here

    path = written(climatology_file(winds.climatology(1)), tmp_path / "january.nc")
    here, apart = read_here(path, "x", START), read_apart(path, "x", START)
    assert here.notes == apart.notes
    for name in (
        "latitudes_deg",
        "longitudes_deg",
        "altitudes_m",
        "east_m_s",
        "temperature_k",
        "height_m",
        "east_sd_m_s",
    ):
        np.testing.assert_array_equal(getattr(here, name), getattr(apart, name))


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "must be NetCDF (classic, 64-bit or NetCDF-4); got an empty file"),
        (b"GRIB\x00\x00\x00\x02rest", "Convert"),
        (b"CDF\x05rest", "nccopy"),
        (b"PK\x03\x04rest of a zip", "must be NetCDF"),
        (b"CDF\x01", "cannot be read as NetCDF"),
        (b"\x89HDF\r\n\x1a\n", "cannot be read as NetCDF"),
    ],
)
def test_what_is_no_netcdf_is_told_apart(tmp_path: Path, content: bytes, wanted: str) -> None:
    path = tmp_path / "winds.nc"
    path.write_bytes(content)
    assert wanted.lower() in faults(path)[0].lower()


def test_paths_that_hold_no_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.nc").mkdir()
    assert faults(tmp_path / "folder.nc") == ["must be a regular file of winds"]
    assert faults(tmp_path / "nothing.nc")[0].startswith("cannot be read; got No such file or directory")
    assert faults(tmp_path / "winds.grib")[0].startswith("must be a file of winds ending in .nc")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "winds.csv"
    path.write_text("altitude_ft,from_deg,speed_kt\n30000,270,100\n", encoding="utf-8")
    first = read_winds(path).at(0.0, 0.0, 5000.0).east_wind_m_s
    path.write_text("altitude_ft,from_deg,speed_kt\n30000,270,50\n\n", encoding="utf-8")
    assert read_winds(path).at(0.0, 0.0, 5000.0).east_wind_m_s == pytest.approx(first / 2.0)


def test_pressure_altitudes_invert_the_standard_atmosphere() -> None:
    ladder = np.linspace(-500.0, 24_900.0, 400)
    np.testing.assert_allclose(altitudes_m(1013.25 * exact_pressure_ratio(ladder)), ladder, atol=0.01)
