"""Who hears it and what it costs: noise and people at named places, money, emissions; no gain of one town pays another's loss."""

from __future__ import annotations

from jointex.communities.question import Noise, NoiseOfMonth, noise, noise_of_month
from jointex.communities.ratings import dnl_db, lden_db, wecpnl_db

__all__ = ["Noise", "NoiseOfMonth", "dnl_db", "lden_db", "noise", "noise_of_month", "wecpnl_db"]
