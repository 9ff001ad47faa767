"""Who hears it and what it costs: noise and people at named places, money, emissions; no gain of one town pays another's loss."""

from __future__ import annotations

from jointex.communities.question import Noise, noise
from jointex.communities.ratings import dnl_db, lden_db, wecpnl_db

__all__ = ["Noise", "dnl_db", "lden_db", "noise", "wecpnl_db"]
