"""Policies under deep uncertainty: futures times bundles of levers, regrets, boxes, indices, and what one must believe."""
