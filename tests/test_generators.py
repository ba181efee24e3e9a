"""models.generators: what a person sets, opened by the real code."""

from pathlib import Path

from bot.protocols import Generator
from bot.types import Prompt
from models.generators import open_generator
from models.local_model import LocalModel
from models.model_server import OVERHEAD, ModelServer
from tests.fake_servers import serving
from tests.tiny_models import save_llama


def whole(model: Generator) -> str:
    pieces = model.stream(Prompt("", "Who?"), max_tokens=9, seconds=60)
    return "".join(pieces)


def test_an_address_is_a_server() -> None:
    with serving() as server:
        model = open_generator(f" {server.url}/#tiny ", seed=5, context_tokens=900, key="k")
        assert isinstance(model, ModelServer)
        assert whole(model) == "One two."
        assert model.context_tokens == 900 - OVERHEAD
        assert server.asked[0]["seed"] == 5
        assert server.headers[-1]["Authorization"] == "Bearer k"
        assert open_generator(server.url.replace("http", "HTTP")).name == model.name


def test_all_else_is_a_model_for_transformers(tmp_path: Path) -> None:
    folder = save_llama(tmp_path / "http")
    drawn = [open_generator(str(folder), seed=s, context_tokens=100) for s in (1, 1, 2, 3)]
    assert all(isinstance(model, LocalModel) for model in drawn)
    assert all(80 < model.context_tokens < 100 for model in drawn)  # less what its template takes
    texts = [whole(model) for model in drawn]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 1
    for model in drawn:
        model.close()
