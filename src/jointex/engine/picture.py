"""The picture, step by step: everybody looks around, tracks that are not seen again are lost, links tell, and it is counted.

`knows` and `believed` of `engine.known` say what an aircraft has of another one.
"""

from __future__ import annotations

from typing import Any

from jointex.engine.known import believed, is_warned, knows
from jointex.engine.looks import look_around, lose_tracks, place_all
from jointex.engine.telling import gather, tell_all
from jointex.engine.viewing import count_picture
from jointex.kernel import single

__all__ = ["believed", "is_warned", "knows", "watch_sky"]


@single
def watch_sky(
    fleet: Any, senses: Any, sky: Any, settings: Any, log: Any, run: int, since_s: float, time_s: float
) -> None:
    """Bring the picture up to a time.

    Parameters
    ----------
    fleet : array of AIRCRAFT
        Where everybody is at `time_s`.
    senses : array of SENSES
        The run's own.
    sky : Sky
        Changed in place.
    settings : record
    log : Log
    run : int
    since_s, time_s : float
        The picture is done up to `since_s`; looks and tellings after it, up to `time_s`, are made now [s].
    """
    if place_all(fleet, senses, sky, time_s) == 0:
        return
    look_around(fleet, senses, sky, settings, log, run, since_s, time_s)
    lose_tracks(fleet, senses, sky, log, run, time_s)
    gather(fleet, senses, sky, settings, run, time_s)
    tell_all(fleet, senses, sky, since_s, time_s)
    count_picture(fleet, senses, sky, log, run, since_s, time_s)
