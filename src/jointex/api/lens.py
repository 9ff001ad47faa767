"""Explain a moment of a run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jointex.api.first_use import GROUPS, compile_apart


def explain(folder: str | os.PathLike[str], moment: str, run: int = 0) -> dict[str, Any]:
    """Return why an aircraft was where it was at a moment of a run.

    Parameters
    ----------
    folder : path
        A run folder.
    moment : str
        Aircraft and time, such as `LANCE2@05:12Z`, `LANCE2@312min` or `LANCE2@18720s`.
    run : int
        Which run of the folder.

    Returns
    -------
    dict
        `state`, `chain`, `limits`, `planned`, `next`, `odds` and `evidence`, each with sentences and numbers.

    Raises
    ------
    InputError
        If there is no such folder, run, aircraft or time.
    """
    from jointex import lens

    for group in GROUPS:
        compile_apart(group)
    return lens.explain(Path(folder), moment, run)
