"""The documentation as it is built: no warning, no dead link, and no request to anywhere.

Run with the dependency group `docs`: uv run --group docs pytest -n 0 -m docs tests/test_docs_site.py
"""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = [pytest.mark.docs, pytest.mark.loopback]  # a kernel for each page, no network
ROOT = Path(__file__).parents[1]
NARROW, WIDE = 390, 1280


@pytest.fixture(scope="module")
def site():
    out = ROOT / "docs" / "_build" / "html"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "-j", "2", "docs", out],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == ""
    return out


class Page(HTMLParser):
    """The links, the loaded files and the anchors of a page."""

    def __init__(self, file):
        super().__init__()
        self.links, self.loaded, self.anchors = [], [], {""}
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.anchors |= {attrs.get("id", ""), attrs.get("name", "")}
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        elif "src" in attrs or tag == "link":
            self.loaded.append(attrs.get("src") or attrs["href"])


def test_every_link_of_the_site_leads_somewhere_and_nothing_is_loaded_from_outside(site):
    pages = {file.resolve(): Page(file) for file in site.rglob("*.html")}
    assert len(pages) > 20
    wrong = []
    for file, page in pages.items():
        for link in [*page.links, *page.loaded]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.loaded and parts.scheme != "data":
                    wrong.append((file.name, link))
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            known = pages[target].anchors if target in pages else {"", parts.fragment}
            if not target.exists() or unquote(parts.fragment) not in known:
                wrong.append((file.name, link))
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_page_shows_itself_without_a_request_and_within_the_screen(site, browser, width):
    asked, errors, too_wide = [], [], []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for file in sorted(site.rglob("*.html")):
        page.goto(file.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(file.name)
    page.close()
    outside = [
        url for url in asked if not url.startswith((site.as_uri(), "data:", "about:", "blob:"))
    ]
    assert (outside, errors, too_wide) == ([], [], [])
