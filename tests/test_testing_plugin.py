"""The pytest plugin, run the way a newsroom runs it: in a folder of its own, over its articles."""

import json

import pytest

pytest_plugins = ["pytester"]

ARTICLES = {
    "electors.md": """---
title: Electors confirm the result
date: 2020-12-14
---
On Monday 306 electors voted for Joe Biden. The other 232 voted for Donald Trump.
""",
    "canal.md": """---
title: Ship refloated in the canal
date: 2021-03-29
---
The container ship Ever Given was refloated on Monday after six days. Tugs pulled it free at
high tide, and traffic in the Suez Canal resumed in the evening.
""",
}
GOOD = """
- question: How many electors voted for Joe Biden?
  finds: 306 electors voted for Joe Biden
  answer_contains: [306]
- question: When was the Ever Given refloated?
  finds: canal
"""


@pytest.fixture
def newsroom(models_imported: None, pytester: pytest.Pytester) -> pytest.Pytester:
    """A project that is not this one, with two articles and a file of questions."""
    articles = pytester.mkdir("articles")
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    questions(pytester, GOOD)
    return pytester


def questions(pytester: pytest.Pytester, text: str) -> None:
    (pytester.path / "news.questions.yaml").write_text(text, encoding="utf-8")


def run(pytester: pytest.Pytester, *args: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("--bot-articles", "articles", *args)


def test_a_question_is_a_test_with_its_wording_as_name(newsroom: pytest.Pytester) -> None:
    result = run(newsroom, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*news.questions.yaml::How many electors voted for Joe Biden?*"])
    result.stdout.fnmatch_lines(["recall@1*of 2", "MRR*of 2", "answers right*of 1"])


def test_a_failure_tells_question_expectation_hits_and_rank(newsroom: pytest.Pytester) -> None:
    questions(
        newsroom,
        "- question: How many electors voted for Joe Biden?\n"
        "  finds: traffic in the Suez Canal resumed\n  top: 1\n  answer_contains: [538]\n",
    )
    result = run(newsroom)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "question   How many electors voted for Joe Biden?",
            "expected   finds 'traffic in the Suez Canal resumed'",
            "expected   the answer has '538'",
            "problem    'traffic in the Suez Canal resumed' is at rank 2, not among the top 1",
            "problem    the answer lacks '538'",
            "top hits   of 2; → has what is wanted",
            "*1  electors#0  (score *, cosine *, BM25 *)",
            " →  2  canal#0  (score *, cosine *, not found by words)",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_a_failure_tells_a_bad_search_from_articles_that_lack_the_text(
    newsroom: pytest.Pytester,
) -> None:
    questions(
        newsroom,
        "- question: How many electors voted for Joe Biden?\n  as_of: 2021-01-01\n"
        "  finds: [traffic in the Suez Canal resumed, canal, traffic in Panama]\n",
    )
    result = run(newsroom)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "question   How many electors voted for Joe Biden?  (as of 2021-01-01)",
            "problem    'traffic in the Suez Canal resumed' is not among the 1 hits",
            "           'traffic in the Suez Canal resumed' stands in canal#0, dated 2021-03-29",
            "           'canal' is in the index, dated 2021-03-29",
            "           'traffic in Panama' stands in no passage and is no article's id: is it *",
            "top hits   of 1; *",
        ]
    )


def test_the_file_may_name_its_articles(newsroom: pytest.Pytester) -> None:
    questions(newsroom, "- articles: articles\n" + GOOD)
    newsroom.runpytest_inprocess().assert_outcomes(passed=2)


def test_without_articles_the_failure_says_how_to_give_them(newsroom: pytest.Pytester) -> None:
    result = newsroom.runpytest_inprocess()
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*No articles to ask: give --bot-articles DIR*"])


def test_articles_that_are_not_there_skip_with_their_path(newsroom: pytest.Pytester) -> None:
    questions(newsroom, "- articles: ../elsewhere/news\n" + GOOD)
    result = newsroom.runpytest_inprocess("-rs")
    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["*its articles are not here: *elsewhere/news*"])


def test_articles_of_the_option_stand_in_for_those_that_are_not_there(
    newsroom: pytest.Pytester,
) -> None:
    questions(newsroom, "- articles: ../elsewhere/news\n" + GOOD)
    run(newsroom).assert_outcomes(passed=2)


def test_an_article_that_cannot_be_read_is_told(newsroom: pytest.Pytester) -> None:
    (newsroom.path / "articles" / "broken.md").write_text("---\n: [\n---\nText.", encoding="utf-8")
    result = run(newsroom, "-W", "default")
    result.assert_outcomes(passed=2, warnings=1)
    result.stdout.fnmatch_lines(
        ["*Left out of the tests’ index: *broken.md: the front matter is not*"]
    )


def test_a_malformed_file_is_an_error_that_names_the_entry(newsroom: pytest.Pytester) -> None:
    questions(newsroom, "- question: Who?\n  find: x\n")
    result = run(newsroom)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*entry 1 has unknown keys*"])


def test_a_known_failure_is_reported_and_does_not_fail_the_run(newsroom: pytest.Pytester) -> None:
    questions(
        newsroom,
        "- question: Who won the cup?\n  finds: canal\n  answer_contains: [Nobody]\n"
        "  known_failure: no article on the cup yet\n",
    )
    run(newsroom).assert_outcomes(xfailed=1)


def test_when_only_measuring_a_failed_question_is_noted_and_counted(
    newsroom: pytest.Pytester,
) -> None:
    questions(newsroom, "- question: Who won the cup?\n  finds: no such words\n")
    result = run(newsroom, "--bot-measure", "-rx")
    result.assert_outcomes(xfailed=1)
    result.stdout.fnmatch_lines(["recall@5*0.000*", "*'no such words' is not among the 2 hits*"])


def test_the_index_is_built_once_and_again_when_an_article_changes(
    newsroom: pytest.Pytester,
) -> None:
    def built() -> set[str]:
        run(newsroom).assert_outcomes(passed=2)
        cache = newsroom.path / ".pytest_cache" / "d" / "footing"
        return {p.name for p in cache.iterdir()}

    first = built()
    assert len(first) == 1
    assert built() == first
    with (newsroom.path / "articles" / "canal.md").open("a", encoding="utf-8") as file:
        file.write("\nNobody was hurt.\n")
    assert len(built() - first) == 1


def test_an_article_in_another_folder_is_known_by_its_new_name(newsroom: pytest.Pytester) -> None:
    articles = newsroom.path / "articles"
    place = articles / "old"
    place.mkdir()
    (articles / "canal.md").rename(place / "canal.md")
    questions(newsroom, "- question: When was the Ever Given refloated?\n  finds: old/canal\n")
    run(newsroom).assert_outcomes(passed=1)
    place.rename(articles / "new")
    questions(newsroom, "- question: When was the Ever Given refloated?\n  finds: new/canal\n")
    run(newsroom).assert_outcomes(passed=1)


def test_a_fall_below_the_baseline_fails_the_run_and_names_the_case(
    newsroom: pytest.Pytester,
) -> None:
    cases = "".join(f"- question: Suez ship {n}\n  finds: canal\n" for n in range(6))
    questions(newsroom, cases)
    base = ("--bot-baseline", "base.json")
    run(newsroom, *base, "--bot-save-baseline").assert_outcomes(passed=6)
    saved = json.loads((newsroom.path / "base.json").read_text(encoding="utf-8"))
    assert set(saved["recall@1"].values()) == {1.0}
    assert run(newsroom, *base).ret == pytest.ExitCode.OK

    # The canal article now tells of something else: found still, yet only in second place.
    story = newsroom.path / "articles" / "canal.md"
    story.write_text("A new bakery opened.", encoding="utf-8")
    electors = newsroom.path / "articles" / "electors.md"
    electors.write_text("The ship in Suez is a ship; Suez ships 0 1 2 3 4 5.", encoding="utf-8")
    result = run(newsroom, *base)
    result.assert_outcomes(passed=6)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["BASELINE  recall@1 fell from 1.000 to 0.000*Suez ship 0*"])


def test_fixtures_give_the_bot_and_an_assertion_that_explains_itself(
    newsroom: pytest.Pytester,
) -> None:
    newsroom.path.joinpath("news.questions.yaml").unlink()
    newsroom.makepyfile(
        """
        def test_retrieve(bot, retrieve):
            hits = retrieve("ship in the canal", limit=1)
            assert hits[0].passage.article_id == "canal"
            assert bot.article("canal").title == "Ship refloated in the canal"

        def test_check(check):
            check("How many electors voted for Joe Biden?", answer_contains=[306])

        def test_check_fails(check):
            check("How many electors voted for Joe Biden?", finds="nowhere to be found")
        """
    )
    result = run(newsroom)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*'nowhere to be found' is not among the 2 hits*"])


def test_options_that_make_no_sense_are_refused(newsroom: pytest.Pytester) -> None:
    assert run(newsroom, "--bot-save-baseline").ret == pytest.ExitCode.USAGE_ERROR
    assert run(newsroom, "--bot-top", "0").ret == pytest.ExitCode.USAGE_ERROR
