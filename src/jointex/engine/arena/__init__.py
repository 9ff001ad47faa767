"""Many small exercises side by side, in arrays: what `jointex.gym` steps through, a decision of all agents at a time."""
