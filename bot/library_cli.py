"""The command line of what an index holds: `python -m bot list | show | delete | reindex |
mentions`. All but `reindex` need no model."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

import typer

from bot.collected import named_collections
from bot.contents import ListedArticle
from bot.errors import ArticleError, SettingError
from bot.index import Index
from bot.json_form import article_json, articles_json, deletion_json, dumps, mentions_json
from bot.near import did_you_mean
from bot.settings import load_settings
from bot.terminal import CollectionsOption, IndexOption, JsonOption, errors_told, opened, say, tell
from bot.text_form import article_line, article_lines, mention_lines
from bot.types import Filters

__all__ = ["delete", "list_command", "mentions", "reindex", "show"]

SEE = "See: python -m bot list"


def list_command(
    index: IndexOption = None, collection: CollectionsOption = None, json: JsonOption = False
) -> None:
    """List the articles by date: id, date, source, title, number of passages, collections."""
    with errors_told():
        store = opened(index)
        wanted = set(named_collections(collection or (), store))
        listed = [a for a in store.listed() if not wanted or wanted & set(a.collections)]
        if json:
            print(dumps(articles_json(listed)))
        else:
            tell(map(article_line, listed))


def show(
    article_id: Annotated[
        str, typer.Argument(metavar="ARTICLE_ID", help="As list and ask show it.")
    ],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Print one article, with all that is known of it."""
    with errors_told():
        store = opened(index)
        try:
            article, kept = store.entry(article_id)
        except ArticleError:
            raise ArticleError(_missing(article_id, (a.id for a in store.stored()))) from None
        tell([dumps(article_json(article, kept))] if json else article_lines(article, kept))


def delete(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTICLE_ID...]", help="As list and ask show them."),
    ] = None,
    collection: Annotated[
        str | None, typer.Option("--collection", metavar="NAME", help="All of this collection.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="OUTLET", help="All of this outlet.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    erase: Annotated[
        bool,
        typer.Option("--erase", help="Also from the disk, at once. End the page before."),
    ] = False,
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Remove articles from the index. Their files stay; ingesting those brings them back.

    An article of the collection that is in others too only leaves it.
    """
    with errors_told():
        if bool(ids) + (collection is not None) + (source is not None) != 1:
            raise SettingError("Give the ids of articles, or --collection, or --source.")
        if source is not None and not source.strip():
            raise SettingError(
                "--source names no outlet. Give its name; articles without one go by their ids."
            )
        store = opened(index)
        listed = store.listed()
        missing: list[str] = []
        left: list[str] = []
        if collection is not None:
            (name,) = named_collections([collection], store)
            inside = [a for a in listed if name in a.collections]
            left = [a.id for a in inside if len(a.collections) > 1]
            wanted = [a.id for a in inside if len(a.collections) == 1]
        elif source is not None:
            wanted = _of_source(source, listed)
        else:
            there = {a.id for a in listed}
            wanted = [i for i in dict.fromkeys(ids or ()) if i in there]
            missing = [i for i in dict.fromkeys(ids or ()) if i not in there]
        for i in missing:
            say(_missing(i, there))
        if (wanted or left) and not yes:
            _confirm(len(wanted), len(left), str(store.folder))
        store.delete(wanted)
        if collection is not None:
            store.leave(left, name)
        if wanted or left:
            store.tidy(erase=erase)
        told = f"{len(wanted)} deleted" + (f", {len(left)} kept in other collections" * bool(left))
        print(dumps(deletion_json(wanted, missing, left)) if json else told)
        if missing:
            raise typer.Exit(1)


def reindex(index: IndexOption = None, json: JsonOption = False) -> None:
    """Cut and embed all articles anew, from the index itself, with the settings of today.

    Needed after a change of the embedder or of the passages' size. End the page before, and start
    it again afterwards. An interruption leaves the index as it was; running again goes on.
    """
    from bot.assemble import Workshop, require_index
    from bot.evaluate.progress import progress
    from bot.upkeep import reindex as embed_anew

    with errors_told():
        settings = load_settings(index=index)
        require_index(settings)
        store = Index.at(settings.index)
        workshop = Workshop(settings)
        articles = store.overview().articles
        with progress("Embedding", articles, "articles") as done:
            passages = embed_anew(store, workshop.embedder, cut=workshop.cut, progress=done)
        if json:
            print(dumps({"kind": "reindex", "articles": articles, "passages": passages}))
        else:
            print(f"{articles} articles, {passages} passages embedded anew")


def mentions(
    phrase: Annotated[str, typer.Argument(help="The words, as they stand.")],
    fold: Annotated[
        bool, typer.Option("--fold", help="Take capitals and accents for plain letters.")
    ] = False,
    index: IndexOption = None,
    collection: CollectionsOption = None,
    json: JsonOption = False,
) -> None:
    """Find every place where the articles have these very words, oldest article first."""
    from bot.mentions import mentions as found_in

    with errors_told():
        store = opened(index)
        filters = Filters(collections=named_collections(collection or (), store))
        articles = (article for article, _ in store.whole(filters))
        found = sorted(
            found_in(articles, phrase, folded=fold),
            key=lambda m: (m.date or dt.date.min, m.article_id, m.span),
        )
        if json:
            print(dumps(mentions_json(phrase, found)))
        else:
            tell(mention_lines(found))
            say(f"{len(found)} in {len({m.article_id for m in found})} articles")


def _missing(article_id: str, there: Iterable[str]) -> str:
    near = did_you_mean(article_id, there)
    return f"There is no article {article_id!r} in the index.{near} {SEE}"


def _of_source(source: str, listed: list[ListedArticle]) -> list[str]:
    """The articles of an outlet, in whatever case it is written. Raises SettingError for none."""
    found = [a.id for a in listed if a.source.casefold() == source.casefold()]
    if not found:
        near = did_you_mean(source, {a.source for a in listed if a.source})
        raise SettingError(f"No article is of the outlet {source!r}.{near} {SEE}")
    return found


def _confirm(deleted: int, left: int, folder: str) -> None:
    """Ask whether to go on. Raises SettingError where the answer is no, or nobody is there."""
    also = f" and take {left} out of the collection" if left else ""
    try:
        agreed = typer.confirm(f"Delete {deleted} articles{also} from {folder!r}?", err=True)
    except typer.Abort:
        agreed = False
    if not agreed:
        raise SettingError("Nothing was deleted. To delete without being asked, give --yes.")
