"""The house rules that code can check: who imports whom, pins, seeds, the README's commands."""

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
import yaml

from bot.articles import read_article
from bot.assemble import SEEDS
from bot.cli import app

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"torch", "gradio", "transformers", "sentence_transformers"}
VOCABULARY = {"bot.types", "bot.protocols", "bot.errors", "bot.sentences", "bot.words", "bot.items"}
VOCABULARY |= {"bot.formats.addresses"}  # which addresses are public
SEED_KEYS = {"title", "date", "source", "url", "licence", "note"}


@cache
def imports() -> dict[str, set[str]]:
    """What each module of bot, models and app imports, wherever in it the import stands."""
    paths = [ROOT / "app.py", *(ROOT / "bot").rglob("*.py"), *(ROOT / "models").rglob("*.py")]
    return {name_of(p): set(imported(ast.parse(p.read_text(encoding="utf-8")))) for p in paths}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a tree imports; of `from a import b` both a and a.b, as b may be one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, *packages: str) -> bool:
    return any(module == p or module.startswith(f"{p}.") for p in packages)


def breaches(where: Iterable[str], *forbidden: str) -> dict[str, list[str]]:
    """The modules that import what they must not, and what that is."""
    found = {m: sorted(i for i in imports()[m] if within(i, *forbidden)) for m in where}
    return {module: names for module, names in found.items() if names}


def test_all_rooms_are_looked_into() -> None:
    assert {"bot.cli", "bot.page.layout", "models.embedder", "models.train.cosine"} <= set(
        imports()
    )


def test_the_pipeline_knows_no_model_and_no_page() -> None:
    apart = ("bot.page", "bot.assemble")
    inside = (m for m in imports() if within(m, "bot") and not within(m, *apart))
    assert breaches(inside, *HEAVY, "models") == {}


def test_only_serving_imports_the_page() -> None:
    others = (m for m in imports() if m != "bot.serve" and not within(m, "bot.page"))
    assert breaches(others, "bot.page", "app") == {}


def test_the_page_knows_no_model() -> None:
    page = (m for m in imports() if within(m, "bot.page"))
    assert breaches(page, *HEAVY - {"gradio"}, "models") == {}


def test_models_know_only_the_vocabulary_of_bot() -> None:
    models = {m: i for m, i in imports().items() if within(m, "models")}
    for module, names in models.items():
        if not within(module, "models.train"):
            assert {n for n in names if within(n, "bot") and not within(n, *VOCABULARY)} == set()
            assert {n for n in names if within(n, "models.train", "gradio", "app")} == set()


def test_training_is_imported_by_nothing_that_runs() -> None:
    others = (m for m in imports() if not within(m, "models.train"))
    assert breaches(others, "models.train", "tests", "bench") == {}


def test_the_command_line_starts_without_a_model() -> None:
    code = "import sys, bot.cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (HEAVY | {"sklearn", "models", "app"}) & set(done.stdout.split()) == set()


@pytest.mark.parametrize("module", sorted(imports()))
def test_what_a_module_offers_it_has(module: str) -> None:
    path = ROOT / Path(*module.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module says what flows in and out"
    offered: list[str] = []
    defined: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            defined |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names = {t.id for t in node.targets if isinstance(t, ast.Name)}
            defined |= names
            if "__all__" in names:
                offered = ast.literal_eval(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
    assert set(offered) <= defined
    assert len(offered) == len(set(offered))


# Versions


def bare(requirement: str) -> str:
    """The name of a required package, as all its spellings are compared."""
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_every_direct_dependency_has_an_exact_pin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    direct = {bare(r) for group in (project["dependencies"], *extras) for r in group}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!-]+", pin) for pin in pins)
    assert direct <= {bare(pin) for pin in pins}
    assert "torch==2.13.0" in pins
    assert len({bare(pin) for pin in pins}) == len(pins)


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {bare(r) for r in project["dependencies"]}
    declared |= {"pytest"}  # of the plugin, which only pytest loads
    packages = {"yaml": "pyyaml", "markdown_it": "markdown-it-py", "sklearn": "scikit-learn"}
    packages |= {"docx": "python-docx", "Stemmer": "PyStemmer"}
    running = (m for m in imports() if not within(m, "models.train"))
    used = {i.split(".")[0] for m in running for i in imports()[m]}
    used -= set(sys.stdlib_module_names) | {"bot", "models", "app"}
    assert {bare(packages.get(name, name)) for name in used} <= declared


# Seeds


@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda p: p.stem)
def test_a_seed_is_whole(path: Path) -> None:
    assert path.suffix == ".md"
    front = path.read_text(encoding="utf-8").split("---\n")[1]
    fields = yaml.safe_load(front)
    assert set(fields) == SEED_KEYS
    assert all(str(v).strip() for v in fields.values())
    assert "Rewritten" in fields["note"]
    article = read_article(path, article_id=path.stem)
    assert (article.title, article.date) == (fields["title"], fields["date"])
    assert article.source
    assert article.url.startswith("https://")
    assert path.stem.startswith(str(article.date))
    assert 100 < len(article.text.split()) < 600


def test_there_are_enough_seeds() -> None:
    assert len(list(SEEDS.iterdir())) >= 24


# The README


def commands() -> list[list[str]]:
    """The commands of the README's fenced blocks, comments left out."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme(), re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if not line.startswith("py -m venv")]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_commands_of_the_readme_are_there() -> None:
    group = typer.main.get_group(app)
    shown = [c[3:] for c in commands() if c[:3] == ["python", "-m", "bot"]]
    assert {"ingest", "ask"} <= {words[0] for words in shown}
    for name, *arguments in shown:
        options = {o for p in group.commands[name].params for o in p.opts}
        assert {a.split("=")[0] for a in arguments if a.startswith("--")} <= options


def test_the_make_targets_of_the_readme_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {c[c.index("make") + 1] for c in commands() if "make" in c}
    assert {"run", "test"} <= targets
    assert all(re.search(rf"^{t}:", makefile, re.MULTILINE) for t in targets)


def test_the_options_of_the_app_in_the_readme_are_there() -> None:
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    shown = [c for c in commands() if c[:2] == ["python", "app.py"]]
    assert shown
    for option in {a for c in shown for a in c if a.startswith("--")}:
        assert f'"{option}"' in source


def test_the_files_that_the_documents_point_to_are_there() -> None:
    for document in (ROOT / "README.md", ROOT / "ARCHITECTURE.md"):
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", text):
            assert (document.parent / target).exists(), f"{document.name} points to {target}"
