"""What a run folder holds, under which names."""

from __future__ import annotations

SCENARIO = "scenario.yaml"
PLAN = "plan.json"
SUMMARY = "summary.json"
RUNS = "runs.parquet"
TRACKS = "tracks.parquet"
EVENTS = "events.parquet"
LEDGER = "ledger.parquet"
REGION = "region.json"
COMMUNITIES = "communities.json"
CLAIMS = "claims.json"
REPORT = "report.html"
ACMI = "exercise.acmi"
MANIFEST = "manifest.json"

RUN_FILES = (SCENARIO, PLAN, SUMMARY, RUNS, TRACKS, EVENTS, LEDGER, CLAIMS, REGION, COMMUNITIES, REPORT, ACMI, MANIFEST)
"""Every file a run folder may hold, in the order people read them; a file is absent, never empty, until it is made."""

PARQUET_FILES = (RUNS, TRACKS, EVENTS, LEDGER)
"""The files that hold rows."""
