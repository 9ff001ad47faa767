"""Who takes fuel from whom, where, when and how much: a plan with a proof."""
