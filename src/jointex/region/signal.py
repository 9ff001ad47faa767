"""What an exercise tells about its sender: a likelihood ratio from what it costs and what it would cost to back down.

Sunk cost is what the flying hours cost, whatever happens. Tied hands are what a sender loses who is called and backs down;
nobody has measured that, so it is a bracket. The ratio says how much more often a resolved sender would do this than an
unresolved one: 1 tells nothing. It is not a measure of how much anybody believes it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def likelihood_ratio(
    sunk_cost_musd: ArrayLike,
    worth_musd: ArrayLike,
    unresolved_worth: ArrayLike,
    audience_cost_musd: ArrayLike,
    called_probability: ArrayLike,
    routine_share: ArrayLike,
    choice_noise_musd: ArrayLike,
    is_sent: ArrayLike = True,
) -> Array:
    """Return how much more likely a resolved sender is to have done what was done than an unresolved one.

    Parameters
    ----------
    sunk_cost_musd : array (n,)
        Cost of the exercise [million USD].
    worth_musd : array (n,)
        What being seen as resolved is worth to a resolved sender [million USD].
    unresolved_worth : array (n,)
        The same to an unresolved one, as a share, 0 to 1.
    audience_cost_musd : array (n,)
        Loss of a sender who is called and backs down [million USD]; only the unresolved one backs down.
    called_probability : array (n,)
        0 to 1.
    routine_share : array (n,)
        Probability that the exercise is held for training alone, whoever the sender is, 0 to 1.
    choice_noise_musd : array (n,)
        Scatter of the choice [million USD], above 0.
    is_sent : array (n,) of bool
        Whether the exercise is held; where not, the ratio is that of holding none.

    Returns
    -------
    array (n,)
        Above 0; 1 where both senders would do the same; at most 1 / `routine_share` where the exercise is held.

    References
    ----------
    Fearon, Signaling foreign policy interests: tying hands versus sinking costs, J. Conflict Resolution 41 (1997): the two
    kinds of cost. The logit choice and every figure are ours.
    """
    worth, noise = np.asarray(worth_musd, dtype=np.float64), np.asarray(choice_noise_musd, dtype=np.float64)
    cost = np.asarray(sunk_cost_musd, dtype=np.float64)
    tied = np.asarray(audience_cost_musd, dtype=np.float64) * np.asarray(called_probability, dtype=np.float64)
    resolved = (worth - cost) / noise
    unresolved = (worth * np.asarray(unresolved_worth, dtype=np.float64) - cost - tied) / noise
    routine = np.log(np.asarray(routine_share, dtype=np.float64))
    signals = np.log1p(-np.asarray(routine_share, dtype=np.float64))
    # by logarithms, log L(x) = -log(1 + exp(-x)), which loses nothing in the tails
    sent = [np.logaddexp(routine, signals - np.logaddexp(0.0, -gain)) for gain in (resolved, unresolved)]
    silent = [signals - np.logaddexp(0.0, gain) for gain in (resolved, unresolved)]
    is_held = np.asarray(is_sent, dtype=np.bool_)
    return np.asarray(np.exp(np.where(is_held, sent[0] - sent[1], silent[0] - silent[1])), dtype=np.float64)
