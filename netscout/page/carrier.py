"""How a page is made: templates, styles and scripts of this room, with pyvis as the data carrier.

pyvis contributes the bundled vis-network script and the passage of nodes, edges and options into a
template; sigma, for large maps, is vendored here. pyvis's own template is never used: it asks for
files over the network and lets text run.
Everything of the user's reaches a page as autoescaped text or inside a JSON block, and a
Content-Security-Policy lets nothing run but the scripts whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from netscout.page.page import Page

VIS_SCRIPT = "lib/vis-9.1.2/vis-network.min.js"
RENDERERS = ("vis", "sigma")


def map_scripts(renderer: str) -> list[str]:
    """Return the scripts of a map: the renderer's own, then ours as one strict function.

    `draw_….js` is all that knows the renderer.
    """
    panel = ("person.js", "search.js", "table.js")
    ours = ("theme.js", "unpack.js", f"draw_{renderer}.js", "overlay.js", *panel, "map.js")
    return [_vis() if renderer == "vis" else _sigma(), _script(*ours)]


_NONE = object()
VIS_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "dot", "borderWidth": 1.5, "chosen": False},
    "edges": {"smooth": False, "width": 1.2, "chosen": False, "hoverWidth": 0},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "tooltipDelay": 1_000_000},
}


def render(template: str, *, title: str, view: dict[str, Any] | None, **values: Any) -> Page:
    """Return a page from one of the templates of this room.

    Parameters
    ----------
    template
        The file's name in `templates`.
    title
        The page's title, as text.
    view
        What the map shows (`map.map_view`): `nodes`, `edges` and the rest; nothing for no map.
    values
        What else the template takes.
    """
    from pyvis.network import Network as Carrier  # noqa: PLC0415 - loads IPython

    view = view or {"nodes": [], "edges": []}
    styles = [_read("base.css"), _read("map.css"), _read("report.css")]
    scripts = map_scripts(view["renderer"]) if view["nodes"] else [_script("theme.js")]
    carrier = Carrier(directed=True, cdn_resources="in_line", heading=title)
    carrier.templateEnv = environment()
    carrier.templateEnv.globals.update(
        values,
        title=title,
        view={key: part for key, part in view.items() if key not in ("nodes", "edges")},
        styles=[_markup(style) for style in styles],
        scripts=[_markup(script) for script in scripts],
        script_hashes=" ".join(map(_hash, scripts)),
        style_hashes=" ".join(map(_hash, styles)),
    )
    carrier.path = template
    carrier.nodes, carrier.edges, carrier.options = view["nodes"], view["edges"], VIS_OPTIONS
    return Page(carrier.generate_html(), title)


def environment() -> Any:
    """Return the environment of the templates: everything escaped, an unknown name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=PackageLoader("netscout.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(likely=likely, percent=percent, decimal=decimal, count=count, day=day)
    made.filters["columns"] = columns
    return made


def columns(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return rows as columns, which travel lighter; a value that repeats is written once.

    >>> columns([{"id": 1, "at": "x"}, {"id": 2, "at": "x"}, {"id": 3}])["columns"]
    {'id': {'all': [1, 2, 3]}, 'at': {'of': ['x'], 'at': [0, 0, -1]}}
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return {
        "size": len(rows),
        "columns": {name: _column([row.get(name, _NONE) for row in rows]) for name in names},
    }


def _column(values: list[Any]) -> dict[str, list[Any]]:
    texts = all(value is _NONE or isinstance(value, str) for value in values)
    if not texts:
        if _NONE not in values:
            return {"all": values}
        held = [number for number, value in enumerate(values) if value is not _NONE]
        place = {number: n for n, number in enumerate(held)}
        at = [place.get(number, -1) for number in range(len(values))]
        return {"of": [values[number] for number in held], "at": at}
    different: dict[Any, int] = {}
    at = [-1 if v is _NONE else different.setdefault(v, len(different)) for v in values]
    return {"all": values} if len(different) == len(values) else {"of": list(different), "at": at}


def percent(share: float) -> str:
    r"""Return a share as a percentage without decimals, never a false 0 or 100.

    >>> percent(0.386), percent(0.004), percent(0.998), percent(0.0)
    ('39\xa0%', '<1\xa0%', '>99\xa0%', '0\xa0%')
    """
    if 0 < share < 0.005:
        return "<1\xa0%"
    return ">99\xa0%" if 0.995 <= share < 1 else f"{share * 100:.0f}\xa0%"


def likely(chance: float) -> str:
    r"""Return a modelled chance as a percentage: what was sampled is never quite certain.

    >>> likely(1.0), likely(0.386)
    ('>99\xa0%', '39\xa0%')
    """
    return percent(min(chance, 0.999))


def decimal(number: float) -> str:
    """Return a number with one decimal, two below 1.

    >>> decimal(2.54), decimal(0.386)
    ('2.5', '0.39')
    """
    return f"{number:.1f}" if abs(number) >= 1 else f"{number:.2f}"


def count(number: int) -> str:
    """Return a whole number with its thousands apart.

    >>> count(30000)
    '30,000'
    """
    return f"{number:,}"


def day(date: Any) -> str:
    """Return a date as people write it, a dash for none.

    >>> import pandas as pd
    >>> day(pd.Timestamp("2026-03-06"))
    '6 Mar 2026'
    """
    return "–" if date != date else f"{date.day} {date:%b %Y}"  # noqa: PLR0124 - NaT is not itself


@cache
def _read(name: str) -> str:
    return files("netscout.page").joinpath("templates", name).read_text("utf-8")


@cache
def _vis() -> str:
    """Return vis-network as pyvis bundles it."""
    text = files("pyvis").joinpath("templates", VIS_SCRIPT).read_text("utf-8")
    return text.replace("\r\n", "\n")


@cache
def _sigma() -> str:
    """Return sigma and the graphs it draws, as vendored beside the templates."""
    folder = files("netscout.page").joinpath("vendor")
    names = ("graphology.min.js", "sigma.min.js")
    return ";\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


@cache
def _script(*names: str) -> str:
    parts = "\n".join(map(_read, names))
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _hash(text: str) -> str:
    """Return the source of a Content-Security-Policy that admits exactly this text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _markup(text: str) -> Any:
    """Return a text of our own, not of the user's, as it stands."""
    from markupsafe import Markup  # noqa: PLC0415

    return Markup(text)  # noqa: S704
