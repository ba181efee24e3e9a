"""The mean of two readers' weights: python -m models.train.average A B --folder OUT

Of two readers of one training run the mean is often better than either (Wortsman et al. 2022,
"Model soups"). Everything but the weights is the first one's; calibrate the result anew with
`python -m models.train.measure --calibrate --folder OUT`."""

import argparse
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

from models.reader import WEIGHTS

__all__ = ["average"]


def average(first: Path, second: Path, folder: Path, share: float = 0.5) -> None:
    """Write a reader of (1 - share) · first + share · second, in float16, to a folder.

    Raises ValueError when the two have other weights, by name or shape.
    """
    one, other = load_file(first / WEIGHTS), load_file(second / WEIGHTS)
    if {k: v.shape for k, v in one.items()} != {k: v.shape for k, v in other.items()}:
        raise ValueError(f"{first} and {second} hold networks of different form.")
    mean = {
        name: ((1 - share) * weights.float() + share * other[name].float()).half().contiguous()
        for name, weights in one.items()
    }
    shutil.copytree(first, folder, dirs_exist_ok=True)
    save_file(mean, folder / WEIGHTS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    parser.add_argument("--folder", type=Path, required=True, help="where the result goes")
    options = parser.parse_args()
    average(options.first, options.second, options.folder, options.share)


if __name__ == "__main__":
    main()
