"""A person at the command line, in the folder of the fixture `workplace` with its two articles."""

import json

from typer.testing import CliRunner, Result

from bot.cli import app

__all__ = [
    "HELD", "LEADER", "MARKED", "WRITER", "WROTE", "checked", "document", "failed", "run",
]  # fmt: skip

HELD = "López Obrador held out until Tuesday."
WROTE = "Bolsonaro wrote on Wednesday, after López Obrador."
MARKED = "López Obrador"
LEADER, WRITER = "López Obrador waited until Tuesday", "Bolsonaro was silent on Wednesday"


def run(*args: str) -> Result:
    """What a command prints, and its status."""
    return CliRunner().invoke(app, args)


def document(result: Result) -> dict[str, object]:
    """The one JSON document on the one line of stdout."""
    assert result.stdout.endswith("\n")
    (line,) = result.stdout.splitlines()
    loaded = json.loads(line)
    assert isinstance(loaded, dict)
    return loaded


def failed(result: Result) -> str:
    """The one line on stderr of a command that failed for a reason."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


def checked(*args: str) -> tuple[object, str]:
    """The one JSON document of a check that succeeds, and what it told on stderr."""
    result = run("check", *args, "--index", "index", "--json")
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    return json.loads(line), result.stderr
