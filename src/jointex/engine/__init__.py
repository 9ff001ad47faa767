"""The running exercise: the step, one run, ensembles, executors."""
