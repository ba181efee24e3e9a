"""A model's id → its files in the local cache of the hub. Run as a script, in a process of its own:
this program keeps itself off the network, and only a fetch that is wanted goes there.

Prints one line of JSON: `{"parameters": n}` with `--look`, else `{"folder": path}`; or
`{"error": kind, "message": text}`. How far it has come goes to stderr.
"""

import json
import sys
from fnmatch import fnmatch

__all__ = ["WEIGHTS"]

# Weights as safetensors only: loading other formats can run code. Some repositories hold them a
# second time, as `consolidated.safetensors`, or in folders for other programs.
WEIGHTS = "model*.safetensors"
FILES = [WEIGHTS, "*.json", "*.jinja", "*.model", "*.txt"]


def main(name: str, look: bool) -> dict[str, object]:
    """Look a model up, or fetch it."""
    from huggingface_hub import HfApi, snapshot_download

    if not look:
        return {"folder": snapshot_download(name, allow_patterns=FILES, ignore_patterns="*/*")}
    found = HfApi().model_info(name, files_metadata=True)
    files = [s for s in found.siblings or () if fnmatch(s.rfilename, WEIGHTS)]
    if not files:
        return {"error": "NoWeights", "message": "it has no .safetensors files"}
    if found.safetensors:
        return {"parameters": found.safetensors.total}
    return {"parameters": sum(s.size or 0 for s in files) // 2}  # most are stored in 16 bits


if __name__ == "__main__":
    try:
        told = main(sys.argv[1], "--look" in sys.argv)
    except Exception as error:  # the caller turns whatever it is into words
        told = {"error": type(error).__name__, "message": str(error)}
    print(json.dumps(told))
