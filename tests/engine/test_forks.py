"""A run stopped and gone on with: the same bits wherever it was stopped, other luck after, any number of workers."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.engine.ensemble import fly_chunk
from jointex.engine.forks import (
    FORKS_FROM,
    State,
    beginning,
    copied,
    fly_forks,
    frame_before,
    frame_s,
    go_on,
    stem_of,
)
from jointex.engine.setup import set_up

RUN = 1
"""All fly, and take fuel where there is any."""


@pytest.fixture(scope="module", params=["short", "guam-long-haul", "fight"])
def flown(request, exercises):
    """A run, with tankers, without, and with simulated combat: its stem, and all that it writes when nobody stops it."""
    fights = request.param == "fight"
    plan = exercises.plan("short", exercises.FIGHT) if fights else exercises.plan(request.param)
    setup = set_up(plan, seed=1, tracks=10)
    stem = stem_of(setup, plan.weather, RUN)
    return stem, go_on(stem, beginning(stem)), fly_chunk(setup, plan.weather, 0, 5)


def assert_same(first, second):
    """Compare two arrays of records bit by bit, field by field: what lies between fields is nobody's."""
    assert len(first) == len(second)
    for name in first.dtype.names:
        assert np.ascontiguousarray(first[name]).tobytes() == np.ascontiguousarray(second[name]).tobytes(), name


def assert_same_run(first, second):
    for name in ("events", "ledger", "tracks", "tallies"):
        assert_same(getattr(first.log, name), getattr(second.log, name))
    for name in ("fleet", "flights", "points"):
        assert_same(getattr(first, name), getattr(second, name))
    for one, two in zip(leaves(first.scratch), leaves(second.scratch), strict=True):
        if one.dtype.names is None:
            np.testing.assert_array_equal(one, two)


def leaves(part):
    """Yield the arrays of a tuple of arrays, or of such tuples."""
    for inner in part if isinstance(part, tuple) else ():
        yield from leaves(inner)
    if not isinstance(part, tuple):
        yield part


def rebuilt(parts, arrays):
    """Put arrays into the tuples they came from."""
    made = [rebuilt(part, arrays) if isinstance(part, tuple) else next(arrays) for part in parts]
    return type(parts)(*made) if hasattr(parts, "_fields") else tuple(made)


def frames_of(whole, stem, n=9):
    first, last = (whole.log.events["time_s"][place] / frame_s(stem) for place in (0, -1))
    return np.linspace(first - 50.0, last + 50.0, n).astype(int).tolist()


def own_rows(rows):
    return rows[rows["run"] == RUN]


def test_a_run_by_itself_is_that_of_the_ensemble(flown):
    _, whole, chunk = flown
    for name in ("events", "ledger", "tracks", "tallies"):
        assert_same(own_rows(getattr(chunk, name)), getattr(whole.log, name))


def test_a_run_stopped_anywhere_and_gone_on_with_gives_the_same_bits(flown):
    stem, whole, _ = flown
    for frame in frames_of(whole, stem):
        assert_same_run(go_on(stem, go_on(stem, beginning(stem), until=frame)), whole)


def test_a_run_stopped_again_and_again_gives_the_same_bits(flown):
    stem, whole, _ = flown
    state = beginning(stem)
    for frame in frames_of(whole, stem, 30):
        state = go_on(stem, state, until=frame)
    assert_same_run(go_on(stem, state), whole)


def test_going_on_leaves_the_state_as_it_was(flown):
    stem, whole, _ = flown
    state = go_on(stem, beginning(stem), until=frames_of(whole, stem)[4])
    kept = State(state.frame, copied(state.scratch), copied(state.log))
    go_on(stem, state, draws=FORKS_FROM)
    assert_same_run(state, kept)


def test_a_state_is_plain_arrays_that_can_be_kept_in_a_file(flown, tmp_path):
    stem, whole, _ = flown
    state = go_on(stem, beginning(stem), until=frames_of(whole, stem)[4])
    arrays = list(leaves((state.scratch, state.log)))
    assert all(isinstance(array, np.ndarray) and not array.dtype.hasobject for array in arrays)
    np.savez(tmp_path / "state.npz", *arrays)
    with np.load(tmp_path / "state.npz", allow_pickle=False) as kept:
        scratch, log = rebuilt((state.scratch, state.log), (kept[name] for name in kept.files))
    assert_same_run(go_on(stem, State(state.frame, scratch, log)), whole)


def test_forks_share_all_that_was_written_before_them(flown):
    stem, whole, _ = flown
    state = go_on(stem, beginning(stem), until=frames_of(whole, stem)[3])
    n_rows = len(state.log.events), len(state.log.ledger)
    assert_same(state.log.events, whole.log.events[: n_rows[0]])
    for chunk in fly_forks(stem, state, range(12)):
        for fork in range(chunk.first_run, chunk.first_run + chunk.n_runs):
            for rows, name, n in ((chunk.events, "events", n_rows[0]), (chunk.ledger, "ledger", n_rows[1])):
                own = rows[rows["run"] == fork][:n].copy()
                own["run"] = RUN
                assert_same(own, getattr(state.log, name))


def test_forks_go_on_with_luck_of_their_own(flown):
    stem, whole, _ = flown
    state = go_on(stem, beginning(stem), until=frames_of(whole, stem)[2])
    tallies = np.concatenate([chunk.tallies for chunk in fly_forks(stem, state, range(8))])
    strayed = tallies["formation_error_m2_s"].reshape(8, -1).sum(axis=1)
    assert len(set(strayed.tolist())) == 8
    assert whole.log.tallies["formation_error_m2_s"].sum() not in strayed


def test_forks_do_not_depend_on_the_workers_nor_on_how_many_there_are(flown, exercises):
    stem, whole, _ = flown
    state = go_on(stem, beginning(stem), until=frames_of(whole, stem)[3])
    one, four = (exercises.hash_of(fly_forks(stem, state, range(25), workers, 300.0)) for workers in (1, 4))
    assert one == four
    alone = next(iter(fly_forks(stem, state, range(17, 18))))
    many = np.concatenate([chunk.tallies for chunk in fly_forks(stem, state, range(25))])
    assert_same(alone.tallies, many[many["run"] == 17])


def test_tracks_change_nothing_else(flown):
    stem, whole, _ = flown
    state = go_on(stem, beginning(stem), until=frames_of(whole, stem)[3])
    plain, tracked = (next(iter(fly_forks(stem, state, range(3), tracks_every_s=every_s))) for every_s in (None, 60.0))
    assert len(plain.tracks) == 3 * len(state.log.tracks) < len(tracked.tracks)
    for name in ("events", "ledger", "tallies"):
        assert_same(getattr(plain, name), getattr(tracked, name))


def test_a_fork_begins_before_its_moment(flown):
    stem, _, _ = flown
    assert [frame_before(stem, time_s) for time_s in (0.0, 5.0, 5.1, 1000.0)] == [0, 0, 1, 199]
