"""How true the model is: every published figure that no calibration looked at, and independent programs, beside it."""

from __future__ import annotations

from jointex.validation.claims import Claim, claims, document
from jointex.validation.page import page
from jointex.validation.picture import picture
from jointex.validation.programs import Check, checks

__all__ = ["Check", "Claim", "checks", "claims", "document", "page", "picture"]
