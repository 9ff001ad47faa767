"""The picture, step by step: everybody looks around, tracks that are not seen again are lost, links tell, and it is counted.

`knows` and `believed` of `engine.known` say what an aircraft has of another one.
"""

from __future__ import annotations

from typing import Any

from jointex.engine.known import believed, is_warned, knows
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
