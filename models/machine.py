"""The machine that a language model runs on: what computes, in which precision, and its memory."""

import contextlib
import ctypes
import gc
import json
import math
import struct
from pathlib import Path

import psutil
import torch

from bot.errors import ModelError
from models.embedder import fast_bfloat16
from models.fetch_model import WEIGHTS

__all__ = [
    "best_device",
    "best_dtype",
    "free_bytes",
    "give_back",
    "require_memory",
    "stored_parameters",
]

GIB = 2**30
# Beside the weights: what is remembered of a prompt of a few thousand word pieces, and what a layer
# works with.
BESIDE = 0.2
# A header of safetensors is refused above this by its own library.
MAX_HEADER = 100_000_000


def best_device() -> torch.device:
    """A graphics card where there is one, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def best_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the hardware multiplies it; else float32 on a CPU, float16 on a card."""
    if device.type == "cpu":
        return torch.bfloat16 if fast_bfloat16() else torch.float32
    has_bfloat16 = device.type == "cuda" and torch.cuda.is_bf16_supported()
    return torch.bfloat16 if has_bfloat16 else torch.float16


def stored_parameters(folder: Path) -> int:
    """How many numbers the folder's safetensors files hold, by their headers.

    Raises ValueError for a file that is none, OSError for one that cannot be read.
    """
    return sum(_numbers_in(path) for path in folder.glob(WEIGHTS))


def _numbers_in(path: Path) -> int:
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else MAX_HEADER + 1
        if length > MAX_HEADER:
            raise ValueError(f"{path.name} is no safetensors file")
        try:
            header = json.loads(file.read(length))
        except ValueError as error:
            raise ValueError(f"{path.name} is cut short, or no safetensors file") from error
    return sum(
        math.prod(tensor["shape"]) for key, tensor in header.items() if key != "__metadata__"
    )


def require_memory(name: str, parameters: int, dtype: torch.dtype, device: torch.device) -> None:
    """Raise ModelError where a model of so many parameters has no room."""
    wanted = parameters * dtype.itemsize * (1 + BESIDE)
    free = free_bytes(device)
    if wanted > free:
        where = "the graphics card" if device.type == "cuda" else "this machine"
        raise ModelError(
            f"The language model {name!r} needs about {_gib(wanted)} of memory "
            f"({parameters / 1e9:.2g} billion parameters), and {where} has {_gib(free)} free. Take "
            "a smaller model, or end other programs; or let a server such as Ollama run a "
            "quantised one."
        )


def _gib(size: float) -> str:
    return f"{size / GIB:.1f} GiB" if size >= GIB / 10 else f"{size / 2**20:.1f} MiB"


def free_bytes(device: torch.device) -> int:
    """The memory that a model on this device can still have, in bytes."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return int(psutil.virtual_memory().available)


def give_back(device: torch.device) -> None:
    """Hand memory that nothing refers to any longer back to the system."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another C library has no such
        ctypes.CDLL(None).malloc_trim(0)  # glibc keeps what was freed
