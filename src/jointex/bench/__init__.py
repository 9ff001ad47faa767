"""How fast the engine is on the machine at hand: by phase of flight, by number of aircraft, beside other programs."""
