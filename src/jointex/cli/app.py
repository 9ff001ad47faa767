"""The command `jointex`: its list of commands, and what becomes of an error.

Exit 0 on success, 2 on bad input (every fault on a line of its own, no traceback), 1 on a fault of ours, 130 when the
user stops it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Annotated

import typer

from jointex import __version__
from jointex.cli import (
    answers,
    assets,
    bench,
    cards,
    checking,
    counting,
    energy,
    exercise,
    fields,
    fights,
    gas,
    lens,
    neighbours,
    reaching,
    scenarios,
    scoring,
    sensitivity,
    signals,
    speech,
    validate,
    weather,
    weighing,
)
from jointex.errors import Fault, InputError, JointexError

BAD_INPUT = 2
OUR_FAULT = 1
STOPPED = 130
STOP_AGAIN_S = 0.05
"""Wait before a stop that was dropped is asked for again [s]: the call that dropped it has ended by then."""

_CommandError: type[Exception] = typer.BadParameter.__mro__[2]
"""What typer raises for words it cannot use: it moved between versions, but stays the ancestor of `BadParameter`."""

app = typer.Typer(
    name="jointex",
    help="Plan, fly and score joint air exercises from public data.",
    epilog="Public figures only: a model of exercises, no aid for real operations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
exercise.add_to(app)
lens.add_to(app)
scoring.add_to(app)
checking.add_to(app)
weighing.add_to(app)
scenarios.add_to(app)
cards.add_to(app)
validate.add_to(app)
signals.add_to(app)
fields.add_to(answers.app)
gas.add_to(answers.app)
fights.add_to(answers.app)
sensitivity.add_to(answers.app)
bench.add_to(app)
weather.add_to(answers.app)
neighbours.add_to(answers.app)
neighbours.add_commands(app)
energy.add_to(answers.app)
assets.add_to(answers.app)
reaching.add_to(answers.app)
counting.add_to(answers.app)
app.add_typer(answers.app, name="calc")


def _show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        print(f"jointex {__version__}")  # noqa: T201 - the answer itself
        raise typer.Exit


@app.callback()
def _jointex(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Plan, fly and score joint air exercises from public data."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after `jointex`; those of this process if left out.

    Returns
    -------
    int
        The exit code: 0 done, 2 bad input, 1 a fault of ours, 130 stopped by the user.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        _listen()
    try:
        code = app(args=words, standalone_mode=False, prog_name="jointex")
        sys.stdout.flush()
    except speech.Stopped as stop:
        speech.complain(str(stop))
        return STOPPED
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except BrokenPipeError:
        return _leave_closed_pipe()
    except Exception as error:
        return _explain(error, words)
    if code == STOPPED:
        speech.complain("stopped")
    return code if isinstance(code, int) else 0


def _listen() -> None:
    """Take a request to end (`kill`, a queue's time limit) as Ctrl-C, and lose neither: what was done is kept."""
    signal.signal(signal.SIGTERM, _stop)
    sys.unraisablehook = _stop_again


def _stop(number: int, frame: FrameType | None) -> None:
    """Stop as Ctrl-C does."""
    signal.raise_signal(signal.SIGINT)


def _stop_again(swallowed: sys.UnraisableHookArgs) -> None:
    """Stop a moment later where nobody could be told: C code that calls Python, as the compiler does, drops errors."""
    if issubclass(swallowed.exc_type, KeyboardInterrupt):
        threading.Timer(STOP_AGAIN_S, os.kill, (os.getpid(), signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(swallowed)


def _explain(error: Exception, words: Sequence[str]) -> int:
    """Say what went wrong, one line per fault, and return the exit code."""
    if isinstance(error, InputError):
        for fault in error.faults:
            speech.complain(str(fault))
        return BAD_INPUT
    if isinstance(error, _CommandError):
        return _explain_command(error, words)
    if isinstance(error, JointexError):
        speech.complain(str(error))
        return OUR_FAULT
    if isinstance(error, OSError):
        speech.complain(
            str(Fault("cannot be read or written", str(error.filename or ""), value=error.strerror or str(error)))
        )
        return OUR_FAULT
    if os.environ.get("JOINTEX_TRACEBACK", "0") != "0":
        traceback.print_exception(error)
    summary = " ".join(str(error).split())[:300]
    speech.complain(f"a fault of Jointex, not of your input: {type(error).__name__}: {summary}")
    speech.note("JOINTEX_TRACEBACK=1 shows where; please report it with the command and the scenario.")
    return OUR_FAULT


def _explain_command(error: Exception, words: Sequence[str]) -> int:
    """Say what is wrong with the words of a command."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()  # type: ignore[attr-defined]
        return BAD_INPUT
    context = getattr(error, "ctx", None)
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    speech.complain(" ".join(message.split()) + _got(error, words))
    if context is not None:
        speech.note(f"`{context.command_path} --help` lists what it takes.")
    return BAD_INPUT


def _got(error: Exception, words: Sequence[str]) -> str:
    """Return what stands behind the option that cannot be used."""
    names = getattr(getattr(error, "param", None), "opts", ())
    after = next((words[i + 1] for i, word in enumerate(words[:-1]) if word in names), "")
    joined = next((word.partition("=")[2] for word in words if word.partition("=")[0] in names and "=" in word), "")
    value = after or joined
    return f"; got {value}" if value and isinstance(error, typer.BadParameter) else ""


def _leave_closed_pipe() -> int:
    """The reader of our output has left (`jointex cards | head`); that is its right."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
