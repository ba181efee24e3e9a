"""The patterns of expressions of time in English news: days, months and years of the calendar,
ranges and lists of them, and words that count from the day of writing. bot.times.dates reads them.
"""

__all__ = [
    "ANY_CASE", "CALENDAR", "DAY", "FROM_TO", "MONTH", "NUMBER", "RELATIVE", "WEEKDAY", "YEAR",
]  # fmt: skip

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
ANY_CASE = r"(?:(?!may)(?i:" + MONTH + "))"  # "may 15" is a verb
YEAR = r"(?:19|20)\d\d(?!\d|[.,]\d)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
NUMBER = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"  # as words
)
UNIT = r"(?:day|week|month|year)s?"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY_SAID = rf"(?:{DAY}(?: of)? {ANY_CASE}|{ANY_CASE} {DAY})(?:,? {YEAR})?"
NO_COUNT = r"(?! (?:people|men|women|children|(?!(?:was|is|has|as)\b)[a-z]+s)\b)"  # "and 10 troops"
FROM = rf"\b(?:[Ff]rom|[Bb]etween) (?:the )?(?:{WEEKDAY},? )?"


def _listed(kind: str) -> str:
    """What goes on with a list: ", 9 and 10"."""
    return rf"(?:(?:, {kind})+,?)? (?:and|or) {kind}"


def _range(joint: str) -> str:
    """Two days, or two months of a year, with a joint between them."""
    return (
        rf"(?:{DAY_SAID}{joint}{DAY_SAID}"
        rf"|{DAY}{joint}{DAY}(?: of)? {ANY_CASE}(?:,? {YEAR})?"
        rf"|{ANY_CASE} {DAY}{joint}{DAY}(?:,? {YEAR}|{NO_COUNT})"
        rf"|{MONTH}(?: {YEAR})?{joint}{MONTH},? {YEAR})(?!\w)"
    )


TO = rf"(?: ?[-–] ?|,? (?:to|through|until|till) (?:the )?(?:{WEEKDAY},? )?)"
TO_OR_AND = rf"(?: ?[-–] ?|,? (?:to|through|until|till|and) (?:the )?(?:{WEEKDAY},? )?)"
FROM_TO = rf"{FROM}(?:{_range(TO_OR_AND)}|{MONTH}{TO_OR_AND}{MONTH}(?![\w’']))"
# A month alone may be a name or a verb, a number alone anything: a preposition tells.
BESIDE_MONTH, BESIDE_YEAR = (
    "|".join(rf"(?<=\b[{w[0].upper()}{w[0]}]{w[1:]} )" for w in beside.split())
    for beside in (
        "in by since last during until before after",
        "in by since of before after during until late early",
    )
)
# With a day, a month or a year of the calendar in it, in the order tried.
CALENDAR = (
    rf"(?P<iso>\b{YEAR}-[01]\d-[0-3]\d\b)"
    rf"|(?P<range>{FROM_TO}|\b{_range(TO)}|(?<=\b[Ii]n ){MONTH}[-–]{MONTH}(?![\w’']))"
    rf"|(?P<list>\b(?:{DAY}{_listed(DAY)}(?: of)? {ANY_CASE}(?:,? {YEAR})?"
    rf"|{ANY_CASE} {DAY}{_listed(DAY)}(?:,? {YEAR}|{NO_COUNT})"
    rf"|(?<=\b[Ii]n ){MONTH}{_listed(MONTH)}(?:,? {YEAR})?"
    rf"|(?<=\b[Ii]n ){YEAR}{_listed(YEAR)}{NO_COUNT}))(?![\w’'])"
    rf"|(?P<day>\b{DAY}(?: of)? {ANY_CASE}(?:,? {YEAR})?|\b{ANY_CASE} {DAY}(?:,? {YEAR})?)(?!\w)"
    rf"|(?P<month>\b{ANY_CASE},?(?: of)? {YEAR}"
    rf"|(?:{BESIDE_MONTH}){MONTH}|(?<=\bbetween ){MONTH}(?= and))(?![\w’'])"
    rf"|(?P<year>(?:{BESIDE_YEAR}){YEAR}|(?<=\bthe ){YEAR}(?= [a-z]))(?![\w–-])"
)
RELATIVE = (
    r"(?P<shift>\b(?:[Tt]he )?[Dd]ay before yesterday|\b[Yy]esterday|\b[Tt]oday|\b[Tt]onight"
    r"|\b[Tt]omorrow|\b[Tt]his (?:morning|afternoon|evening)|\b[Ll]ast night"
    rf"|\b(?i:{NUMBER}) {UNIT} ago)\b(?![’']s)"
    r"|(?P<span>\b(?:[Ll]ast|[Tt]his|[Nn]ext) (?:week|month|year)\b)"
    r"|(?P<weekend>\b(?:[Oo]ver|[Dd]uring|[Tt]his|[Ll]ast|[Ii]n) (?:the |the past )?weekend\b)"
    rf"|(?P<weekday>\b(?:[Ll]ast |[Nn]ext )?{WEEKDAY}\b)"
    rf"|(?P<later>\b(?i:{NUMBER}) {UNIT} (?:later|earlier)\b|\b[Tt]he (?:next|following) day\b)"
)
