"""The wheel holds all that the program needs, and runs where nothing of the repository is."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assemble import SEEDS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"bot": "bot", "models": "models", "prompts": "prompts", "seeds": "bot/seeds"}
DROPPINGS = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def away(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder away from the repository, with the wheel's content in `site`."""
    folder = tmp_path_factory.mktemp("away")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder


def command(away: Path, *arguments: str) -> "subprocess.Popen[str]":
    """`python -m bot …` as the wheel has it, in the folder away from the repository."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith("BOT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=away,
        env={**settings, "PYTHONPATH": str(away / "site")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def address(away: Path) -> Iterator[str]:
    """The address of the page that the wheel serves, over a new index."""
    with command(away, "serve", "--port", free_port(), "--index", "index") as server:
        assert server.stdout is not None
        line = server.stdout.readline()  # empty when it ended without serving
        if not line.startswith("Footing is at http://"):
            server.kill()
            pytest.fail(server.communicate()[1])
        yield line.split()[3]
        server.terminate()
        server.communicate()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_every_file_of_the_program_is_in_the_wheel(wheel: Path) -> None:
    wanted = {
        f"{room}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, room in ROOMS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not DROPPINGS & set(path.parts)
    }
    assert {"models/reader/model.safetensors", "bot/page/assets/page.css"} <= wanted
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert held == wanted


def test_the_page_is_served_from_the_wheel_over_its_own_seeds(address: str, away: Path) -> None:
    with urllib.request.urlopen(address, timeout=30) as response:
        assert "#masthead" in response.read().decode()  # the page's own style
    question = "When did GSA let the transition begin?"
    with command(away, "ask", question, "--index", "index", "--json") as ask:
        out, err = ask.communicate()
    assert (ask.returncode, err) == (0, "")  # the reader is there, or a warning would stand here
    hits = json.loads(out)["hits"]
    assert {h["article_id"] for h in hits} <= {p.stem for p in SEEDS.iterdir()}
    assert len(hits) == 10


def test_the_command_of_the_wheel_is_the_command_line(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        (points,) = (n for n in packed.namelist() if n.endswith("entry_points.txt"))
        lines = packed.read(points).decode().splitlines()
    assert "footing = bot.cli:main" in lines  # [console_scripts]
    assert "footing = bot.testing.plugin" in lines  # [pytest11]
