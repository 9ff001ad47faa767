"""How true the model is: every published figure that no calibration looked at, and independent programs, beside it."""

from __future__ import annotations

from jointex.validation.beside import scatter
from jointex.validation.claims import Claim, claims, document
from jointex.validation.page import page
from jointex.validation.picture import picture
from jointex.validation.programs import Check, checks
from jointex.validation.sensitivities import Dependence, dependences

__all__ = ["Check", "Claim", "Dependence", "checks", "claims", "dependences", "document", "page", "picture", "scatter"]
