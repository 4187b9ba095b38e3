"""The pages inside a real JupyterLab: they run in their sandbox, and hostile texts run nothing."""

from pathlib import Path

import page_networks
import pytest
from lab_server import run_all, serving, write_notebook
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.loopback]

HERE = Path(page_networks.__file__).parent


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    write_notebook(
        folder / "pages.ipynb",
        f"import sys; sys.path.insert(0, {str(HERE)!r})\nimport page_networks, netscout as ns\n"
        "net = page_networks.hostile()",
        "ns.network_map(net, renderer='vis')",
        "ns.network_map(net, renderer='sigma')",
        "ns.report(net, sections=['ask', 'due', 'map'])",
    )
    with serving(folder) as lab:
        yield lab


def test_hostile_pages_show_themselves_and_run_nothing(lab, browser, artefacts):
    tab = lab.open(browser, "pages.ipynb")
    assert run_all(tab) == []
    frames = tab.locator(".jp-OutputArea-output iframe")
    for number in range(3):
        frames.nth(number).scroll_into_view_if_needed()
        page = frames.nth(number).content_frame
        expect(page.locator("#stage canvas").first).to_be_visible(timeout=20_000)
        expect(page.locator("#map-when")).to_contain_text(f"{len(page_networks.HOSTILE)} people")
        for person in range(len(page_networks.HOSTILE)):
            page.locator("#map-find").fill(page_networks.HOSTILE[person][:6].strip("\x00\x07"))
            page.locator("#map-find").press("Enter")
        page.get_by_role("button", name="Dark").click()
        tab.screenshot(path=artefacts / f"jupyterlab-{number}.png")
    assert tab.locator("iframe[sandbox='allow-scripts']").count() == 3
    for frame in tab.frames:
        assert frame.evaluate("'PWNED' in window") is False
    assert lab.thrown == lab.asked == []
    tab.close()
