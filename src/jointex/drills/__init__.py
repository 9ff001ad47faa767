"""What aircraft do together; the same function names in each drill: `geometry`, `join`, `keep`."""
