"""The air and the ground: standard atmosphere, airspeeds, WGS-84 positions, winds aloft, sun, places, coastlines, airspace."""
