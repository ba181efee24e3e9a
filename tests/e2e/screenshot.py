"""A running page → docs/screenshot.png: `python -m tests.e2e.screenshot [ADDRESS] [QUESTION]`.

It needs Playwright and a Chromium, as the tests of the page do.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "screenshot.png"


def main(
    address: str = "http://127.0.0.1:7860/", question: str = "When did the Ever Given run aground?"
) -> None:
    """Ask the question, follow the second citation, and take the picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=1.5)
        page.goto(address)
        page.fill("#box textarea", question)
        page.press("#box textarea", "Enter")
        page.wait_for_selector("#chat .about", timeout=60_000)
        cites = page.locator("#chat .cite")
        cites.nth(min(1, cites.count() - 1)).click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(2500)  # until the quote has stopped flashing
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE)


if __name__ == "__main__":
    main(*sys.argv[1:])
