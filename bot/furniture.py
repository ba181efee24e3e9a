"""Sentence of an article → whether it belongs to the page that the text was scraped from and not to
the article: "Story Continued Below", "Hide Caption 6 of 32", "Sign up for Daily Newsletters", "The
Associated Press contributed to this report."

The patterns are of what stands most often in 8,000 articles of news that were scraped, and name it
whole: a sentence about an advertisement or a newsletter is none.
"""

import re

__all__ = ["CAPTION_COUNT", "is_furniture"]

# It runs into the caption that follows, without a stop.
CAPTION_COUNT = re.compile(r"\bHide Caption \d{1,3} of \d{1,3}\b")

LONGEST = 300  # characters; whatever is longer has something to tell
NAMES = r"(?-i:[A-Z]\S*|and|in|the|of|for)(?: (?-i:[A-Z]\S*|and|in|the|of|for)){0,20}"
FURNITURE = re.compile(
    r"\(?(?:hide caption \d+ of \d+|(?:story|article) continue[sd] below(?: advertisement)?|"
    r".{2,200}\bcontributed (?:reporting )?to this (?:report|story|article)|"
    rf"additional reporting by {NAMES}|"
    r"reporting by [^;]{3,120}; ?.{0,30}\bediting by .{3,60}|"
    r"(?-i:SEE ALSO|READ MORE|Read more|RELATED): .{3,160}|read more (?:from|about) .{2,60}|"
    r"enlarge this image(?: toggle caption)?.{0,160}|"
    r"follow .{2,60} on (?:twitter|facebook|instagram)\b.{0,60}|"
    r"share this (?:article|story)\b.{0,80}|.{0,60}\bcan be reached at .{0,40}(?:@|\[email).{0,40}|"
    r"advertisements?:?|(?:(?:advertisement|newsletter sign up) )?continue reading the main story|"
    r"(?:read|watch|see) more:?|more on this|replay more videos|slideshow \(\d+ images?\)|"
    r"click here (?:to view|for reprint permission)[^.]{0,30}|"
    r"sign up (?:here|today|now|for (?:(?:our|daily|the)\b)?.{0,40}newsletters?)\b.{0,80}|"
    r"(?:get|email sign up|by signing up|you agree to receive|you must select a newsletter|"
    r"view all .{3,30}|this site is protected by recaptcha)\b.{0,80}\b"
    r"(?:newsletters?|inbox|emails?|privacy policy|subscribe|terms of service(?: apply)?|"
    r"offers for .{3,60})\b.{0,60}|"
    r"you (?:can unsubscribe|may opt.?out) at any time|"
    r"please (?:re-?enter|try again later|verify you.re not a robot.{0,40})|"
    r"an error has occurred|invalid email address|thank you for subscribing|"
    r"copyright ©.{0,80}|©.{0,80}|all rights reserved|"
    r"media playback is (?:un|not )supported on (?:this|your) device|"
    r"share this with \w+|image copyright (?:(?!image caption)[^.]){0,60})[.)\]]*",
    re.IGNORECASE,
)


def is_furniture(sentence: str) -> bool:
    """Whether a sentence is the page's, as a whole."""
    if len(sentence) > LONGEST:
        return False
    return bool(FURNITURE.fullmatch(" ".join(sentence.split()).strip(" .…>»")))
