"""One aircraft: drag, thrust, fuel flow, limits, climb, cruise, descent, take-off and landing."""
