"""A real JupyterLab for tests: a server of its own, and notebooks opened and run in a browser.

    with serving(folder) as lab:
        tab = lab.open(browser, "01_first_look.ipynb")
        run_all(tab)
        outputs(tab)

Nothing of the user's is read or written: settings, data and runtime files are the test's own.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

import nbformat

UP, READY, RUN = 120, 120_000, 60_000
"""How long to wait: seconds for the server, milliseconds for a notebook, and for its cells."""

FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": '{"fetchNews": "false"}',
    # Otherwise cells out of sight are no part of the page.
    "@jupyterlab/notebook-extension/tracker": '{"windowingMode": "none"}',
}
ERRORS = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-mod-error"


def write_notebook(path, *cells):
    """Write a notebook of code cells."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata = {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        },
        "language_info": {"name": "python"},
    }
    nbformat.write(book, path)
    return path


@dataclass
class Lab:
    """A running JupyterLab.

    `asked` gathers every request that left this machine, `thrown` every error of the page and every
    dialogue that it opened.
    """

    address: str
    token: str
    asked: list
    thrown: list

    def open(self, browser, notebook, *, width=1400, height=1000):
        """Open a notebook in a new tab, and wait until its kernel is idle."""
        tab = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        tab.on("request", self._note)
        tab.on("pageerror", lambda error: self.thrown.append(str(error)))
        tab.on("dialog", lambda dialog: self.thrown.append(dialog.message))
        tab.goto(f"{self.address}/lab/tree/{notebook}?token={self.token}&reset", timeout=READY)
        tab.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=READY)
        tab.locator("#jp-bottom-panel, #jp-main-statusbar").get_by_text("| Idle").wait_for(
            timeout=READY  # the notebook's own sign says idle before there is a kernel
        )
        return tab

    def _note(self, request):
        own = ("data:", "blob:", "about:", self.address, self.address.replace("http", "ws", 1))
        if not request.url.startswith(own):
            self.asked.append(request.url[:200])


@contextmanager
def serving(folder):
    """Serve the notebooks of a folder as long as the block runs."""
    own = folder / ".jupyter-of-the-test"
    places = {name: str(own / part) for name, part in FOLDERS.items()}
    port, token = free_port(), secrets.token_hex(16)
    for name, setting in SETTINGS.items():
        path = own / FOLDERS["JUPYTERLAB_SETTINGS_DIR"] / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(setting)
    with (own / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *("--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={token}"),
                f"--ServerApp.root_dir={folder}",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LabApp.news_url=",
            ],
            env={**os.environ, **places},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api?token={token}", server, own / "log.txt")
        yield Lab(address, token, [], [])
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # the kernels are of its session
        server.wait(20)


def free_port():
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(url, server, log):
    """Wait until a server answers."""
    end = time.monotonic() + UP
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not come up:\n{log.read_text()[-2000:]}")


def run_all(tab, *, within=RUN):
    """Run every cell of the open notebook and wait for the last; return what went wrong."""
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    tab.wait_for_function(
        r"""() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
            .every((prompt) => /\[\d+\]/.test(prompt.textContent))""",
        timeout=within,
    )
    return tab.locator(ERRORS).all_text_contents()
