"""Write docs/reference/gym.md from the tables the environments are made of; with `--measure`, fly the baselines anew.

Without it the baselines stay as the page has them. Takes about a minute with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import jointex.gym
from jointex.engine.arena import combat, fuel, tables, tanking
from jointex.engine.arena.tables import Column
from jointex.gym import IDS, Task, task
from jointex.gym.rows import ENDINGS, FIGHT_ENDINGS

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "gym.md"
EPISODES = 1000
BEGIN, END = "<!-- baselines -->", "<!-- end of baselines -->"

HEAD = f"""\
# Environments of `jointex.gym`

Written by `python scripts/write_gym_reference.py` from the tables that the environments themselves are made of. How to use
them: [train agents](../how-to/train-agents.md).

`import jointex.gym` registers {{names}} with Gymnasium. They need `pip install 'jointex[gym]'`.

## The three tasks

| task | what an agent flies | over when |
|---|---|---|
| `jointex/Escort-v0` | a fighter that keeps opponents from bombers | time is up, one side is gone, all bombers are called out, or somebody breaks the {{bubble:.0f}} m bubble or the hard deck |
| `jointex/Intercept-v0` | an opponent that comes for bombers which others escort | the same |
| `jointex/RefuelAndReturn-v0` | a fighter with too little fuel: to the tanker, behind it, home | it is home, its tanks are dry, or time is up |

Whoever is no agent is flown by the engine: opponents and escorts by its own tactics (the usual ones, at a share of reach drawn for
each episode between {{shoot[0]:g}} and {{shoot[1]:g}}), bombers straight on, the tanker on its racetrack. The flight, sensors, links, shots and calls are
those of a run; kills are training kills. The air is still and standard. The flight goes by steps of a second; a decision is one
second unless `decision_s` says otherwise. Who is called out, at bingo, home or dry makes no more decisions.
`info["ending"]` says why an agent is done: {{endings}}.

## What may be asked for

Any of these as keywords of `gymnasium.make`, `gymnasium.make_vec`, `jointex.gym.parallel_env` or `jointex.gym.task`.

{{options}}

`n_agents` must be 1 with Gymnasium; with `parallel_env` it is {{parallel}} unless said otherwise, and so are `n_opponents`.

## Actions

Numbers from -1 to 1, `float32`, in this order; what lies beyond counts as the bound, what is no number as 0.

{{actions}}

A shot leaves only if the aircraft itself holds a lock on its target, has shots left, and is above bingo. Orders of height end at
{{deck:.0f}} m and at the ceiling of the type.

## Observations

`float32`, in this order, in these units, held within these bounds. Forward and right are seen along the agent's own nose. What
an agent does not know is 0. Nothing is told that its crew would not know: places of the other side are as sensors and links have
them, with their age and error. Both sides are told beforehand where the bombers are.

### Escort and intercept

{{own}}

{{prey}}

Then for each of the other side that may be shot at (`target_1_...`, `target_2_...`): opponents in `Escort`; in `Intercept` escorts,
then bombers.

{{target}}

Then for each other agent (`wingman_1_...`):

{{friend}}

### Refuel and return

{{tanking}}

## Rewards

{{rewards}}

## How episodes begin

Every draw is keyed by the seed and the number of the episode, so an episode is the same alone and among others, and whatever was
flown before it. `reset(seed=s)` begins episode 0 of seed `s`, `reset()` the next one; number i of a vector has the seed `s + i`.

{{begin}}

## Baselines

A random pilot draws every number anew. The scripted one reads nothing but the observation ([source](../../src/jointex/gym/baselines.py)).
Returns are sums of rewards of an agent's episode with the 95 % interval of their mean, {EPISODES} episodes each, seeds 1 to {EPISODES}.

{BEGIN}
{{baselines}}
{END}

Reproduce it: `python scripts/write_gym_reference.py --measure`. How many decisions are flown in a second: `python -m bench.gym`, and
[performance](performance.md).
"""  # noqa: E501 - rows of tables


def table(head: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    rows = [head, ("---",) * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def columns(found: tuple[Column, ...]) -> str:
    """Return columns as a table."""
    lines = [(f"`{c.name}`", c.unit or "-", f"{c.least:g}", f"{c.most:g}", c.text) for c in found]
    return table(("name", "unit", "least", "most", "what it is"), lines)


def rewards() -> str:
    """Return what is worth how much."""
    escort, intercept = combat.POINTS["escort"], combat.POINTS["intercept"]
    lines = [
        ("a valid training kill of a fighter, to who shot", escort["kill_points"], intercept["kill_points"], "-"),
        ("a valid training kill of a bomber, to who shot", "-", intercept["prey_points"], "-"),
        ("a bomber called out, to every agent that is in", escort["prey_lost_points"], "-", "-"),
        ("the end: the share of the bombers that are still in, times", escort["prey_kept_points"], "-", "-"),
        ("called out, rightly or not", combat.CALLED_OUT, combat.CALLED_OUT, "-"),
        ("knocked off (bubble or hard deck), to every agent that is in", combat.KNOCKED_OFF, combat.KNOCKED_OFF, "-"),
        ("at bingo: goes home", combat.AT_BINGO, combat.AT_BINGO, "-"),
        ("fuel taken, as a share of what was lacking when it began to flow, times", "-", "-", fuel.TAKEN_POINTS),
        ("home above the reserve", "-", "-", fuel.HOME_POINTS),
        ("tanks dry in the air", "-", "-", fuel.DRY_POINTS),
    ]
    text = [tuple(x if isinstance(x, str) else f"{x:g}" for x in line) for line in lines]
    return table(("for", "escort", "intercept", "refuel and return"), text)


def beginnings() -> str:
    """Return what is drawn between which ends, and what is fixed."""
    km = 1000.0
    lines = [
        ("opponents begin so far from the bombers", f"{combat.START_M[0] / km:g} to {combat.START_M[1] / km:g} km"),
        ("heights of fighters", f"{combat.LEVELS_M[0] / km:g} to {combat.LEVELS_M[1] / km:g} km"),
        ("fuel of fighters, of what fits", f"{combat.FUEL_SHARES[0]:.0%} to {combat.FUEL_SHARES[1]:.0%}"),
        ("their bingo, of what fits", f"{combat.BINGO_SHARE:.0%}"),
        ("shots of a fighter, medium and short", f"{combat.LOADS[0]} and {combat.LOADS[1]}"),
        ("bombers", f"Mach {combat.PREY_MACH:g} at {combat.PREY_LEVEL_M / km:.1f} km"),
        ("way to the tanker's racetrack", f"{fuel.START_M[0] / km:g} to {fuel.START_M[1] / km:g} km"),
        ("way from there home", f"{fuel.HOME_M[0] / km:g} to {fuel.HOME_M[1] / km:g} km"),
        (
            "fuel above the reserve, of what the straight way home takes",
            f"{fuel.FUEL_SHARES[0]:.0%} to {fuel.FUEL_SHARES[1]:.0%}",
        ),
        ("reserve, at cruise", f"{fuel.RESERVE_S / 60.0:g} min"),
        (
            "the place behind the tanker is held within",
            f"{tanking.BOX_M:g} m, {tanking.BOX_UP_M:g} m up or down, 5 m/s",
        ),
        ("for so long before fuel flows", f"{tanking.HOOK_UP_S:g} s"),
        ("the tanker's legs and bank", f"{fuel.LEG_M / km:.0f} km, 25 deg"),
    ]
    return table(("what", "figure"), lines)


def options() -> str:
    """Return what may be asked for."""
    from jointex.gym.tasks import LEAST_S, MOST_AGENTS, MOST_DECISION_S, MOST_S, OPTIONS

    texts = {
        "n_agents": f"agents, 1 to {MOST_AGENTS}",
        "n_opponents": f"fighters the engine flies against them, 0 to {MOST_AGENTS}",
        "n_protected": f"bombers, 0 to {MOST_AGENTS}",
        "aircraft": "card id of the agents' type",
        "opponent": "card id of the type they fly against",
        "protected": "card id of the bombers' type",
        "tanker": "card id of the tanker; it has to fit the receiver",
        "lasts_s": f"longest episode, {LEAST_S:g} to {MOST_S:g} s",
    }
    lines = [
        (f"`{name}`", *(f"`{OPTIONS[kind][name]!r}`" if name in OPTIONS[kind] else "-" for kind in IDS), text)
        for name, text in texts.items()
    ]
    lines.append(("`decision_s`", *("`1`",) * 3, f"seconds between two decisions, 1 to {MOST_DECISION_S}"))
    lines.append(("`card_folders`", *("`()`",) * 3, "folders with your own cards"))
    return table(("option", *IDS, "what it is"), lines)


def baselines() -> str:
    """Fly both pilots and return the table."""
    asked: list[tuple[str, Task]] = [(name, task(kind)) for kind, name in IDS.items()]
    asked += [
        (f"`parallel_env({kind!r})`, 2 agents", task(kind, n_agents=2, n_opponents=2))
        for kind in ("escort", "intercept")
    ]
    asked.append(("`parallel_env('refuel')`, 2 agents", task("refuel", n_agents=2)))
    lines = []
    for name, one in asked:
        for pilot_name, pilot in (
            ("random", jointex.gym.random_pilot(one, seed=1)),
            ("scripted", jointex.gym.scripted_pilot(one)),
        ):
            trial = jointex.gym.try_out(one, pilot, EPISODES)
            ends = ", ".join(f"{why} {share:.0%}" for why, share in trial.endings.items())
            lines.append((name, pilot_name, f"{trial.mean:.2f} ± {trial.half_width:.2f}", ends))
    return table(("task", "pilot", "return", "how agents ended"), lines)


def kept() -> str:
    """Return the baselines the page has."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def page(measured: str) -> str:
    """Return the page with a table of baselines."""
    fields = {
        "names": ", ".join(f"`{name}`" for name in IDS.values()),
        "endings": ", ".join(dict.fromkeys([*list(ENDINGS.values())[1:], *FIGHT_ENDINGS.values()])),
        "bubble": combat.RULES.bubble_m,
        "options": options(),
        "parallel": "2",
        "actions": columns(tables.fight_actions(2)),
        "deck": combat.RULES.minimum_level_m,
        "own": columns(tables.OWN),
        "prey": columns((tables.PREY[0], *(tables.column_of("protected", c) for c in tables.PREY[1:]))),
        "target": columns(tables.TARGET),
        "friend": columns(tables.FRIEND),
        "tanking": columns(tables.TANKING),
        "rewards": rewards(),
        "begin": beginnings(),
        "baselines": measured,
        "shoot": combat.SHOOT_SHARES,
    }
    return HEAD.format(**fields)


def main(arguments: list[str]) -> int:
    """Write the page."""
    PAGE.write_text(page(baselines() if "--measure" in arguments else kept()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
