"""A folder, or a hub's id → the folder with a model's files, fetched where that is allowed."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.errors import ModelError
from models.fetch_model import WEIGHTS

__all__ = ["model_folder"]

SCRIPT = Path(__file__).with_name("fetch_model.py")
HUB_ID = re.compile(r"[\w][\w.-]*/[\w][\w.-]*|[\w][\w.-]*")
INDEX = "model.safetensors.index.json"
REMEDIES = {
    "GatedRepoError": "its owner lets in only people who were accepted. Ask on its page of the "
    "hub, then log in with: hf auth login",
    "RepositoryNotFoundError": "the hub has none of that name, or it is private. Look its id up at "
    "https://huggingface.co/models; a folder is given with its whole path",
    "NoWeights": "it has no .safetensors weights. Take a model that has",
}


def model_folder(
    name: str, *, may_fetch: bool, check_size: Callable[[int], None] = lambda parameters: None
) -> Path:
    """Where a model lies: `name` itself if it is a folder, else the hub's local cache, filled first
    where `may_fetch`. `check_size` is called with the number of parameters before that.

    Raises ModelError when it is not to be had.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if not HUB_ID.fullmatch(name):
        raise ModelError(
            f"There is no folder {name!r} with a language model. Give the folder that holds its "
            "config.json, or a hub id such as 'Qwen/Qwen2.5-1.5B-Instruct'."
        )
    cached = _cached(name)
    if cached:
        return cached
    if not may_fetch:
        raise ModelError(
            f"The language model {name!r} is no folder here and is not in the local cache, and "
            "HF_HUB_OFFLINE forbids fetching it. Unset that variable once, or give a folder."
        )
    check_size(int(_ask(name, "--look")["parameters"]))
    return Path(str(_ask(name)["folder"]))


def _cached(name: str) -> Path | None:
    """The folder of the cache that has the whole model, if there is one."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        needed = ["config.json", WEIGHTS]
        folder = Path(snapshot_download(name, local_files_only=True, allow_patterns=needed))
    except (LocalEntryNotFoundError, ValueError):
        return None
    return folder if _is_whole(folder) else None


def _is_whole(folder: Path) -> bool:
    """Whether configuration and weights are all there; an older cache does not tell by itself."""
    if not (folder / "config.json").exists():
        return False
    weights = {path.name for path in folder.glob(WEIGHTS)}
    if not (folder / INDEX).exists():
        return bool(weights)
    wanted = json.loads((folder / INDEX).read_text(encoding="utf-8"))["weight_map"].values()
    return weights >= set(wanted)


def _ask(name: str, *options: str) -> dict[str, Any]:
    """What the script says of a model. Raises ModelError when it cannot be had."""
    shut = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    environment = {k: v for k, v in os.environ.items() if k not in shut}
    done = subprocess.run(
        [sys.executable, "-P", str(SCRIPT), name, *options],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment | {"HF_HUB_DISABLE_TELEMETRY": "1", "PYTHONUTF8": "1"},
        check=False,
    )
    try:
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        told = {"error": "Ended", "message": f"the fetch ended with status {done.returncode}"}
    if "error" not in told:
        return told
    said = (str(told["message"]).strip().splitlines() or [str(told["error"])])[0].rstrip(".")
    reason = REMEDIES.get(
        str(told["error"]),
        f"the hub was not reached ({said}). Connect this machine to the network once, give a "
        "folder, or leave the setting 'generator' empty",
    )
    raise ModelError(f"The language model {name!r} cannot be had: {reason}.")
