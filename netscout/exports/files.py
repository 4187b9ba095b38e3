"""Which form a network is written in, and the file or files of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netscout._save import save, save_all
from netscout.errors import NetscoutError, did_you_mean
from netscout.exports.folder import folder_files
from netscout.exports.graphs import gexf, graphml
from netscout.exports.tables import egor_files, rds_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from netscout.network import Network

ONE_FILE: dict[str, Callable[[Network], bytes]] = {
    "graphml": graphml, "gexf": gexf, "rds": rds_file,
}  # fmt: skip
SEVERAL: dict[str, Callable[[Network], dict[str, bytes]]] = {
    "egor": egor_files, "folder": folder_files,
}  # fmt: skip
FORMS = (*ONE_FILE, *SEVERAL)
OF_FILES = frozenset(
    ".zip .7z .gz .tar .tgz .rar .csv .tsv .json .xlsx .html .graphml .gexf".split()
)
"""Endings of files, which a folder would only seem to be."""


def export(net: Network, to: Any, *, form: str | None = None) -> Path:
    """Write a network for another program: GraphML, GEXF, or tables for R.

    Everything netscout knows is written, private columns too; `export(share(net), ...)` writes
    what may be given away.

    =========  ====================================================================================
    form       what is written
    =========  ====================================================================================
    graphml    `net.graph()` as one file; igraph, Gephi, NetworkX, Cytoscape and visone read it
    gexf       the same for Gephi, with names as labels
    egor       a folder of egos.csv, alters.csv and aaties.csv for the R package egor
    rds        one CSV for the R package RDS: who recruited whom, as in respondent-driven sampling
    folder     a folder that `netscout.load` reads: people.csv, log.csv, netscout.toml; without
               your rules, letters and seasons
    =========  ====================================================================================

    **graphml, gexf.** Nodes have the people columns, `talk` and `owner` (true for you); edges
    `first`, `last`, `count`, `kinds` and `chance`, as `net.graph()` says. Dates are ISO text,
    lists are joined by `; `, what is not known is left out, a column of mixed kinds is text, and
    an attribute that GEXF has another use for (`id`, `label`, `start`, …) has a `_` at its end.
    `netscout.from_graph(networkx.read_graphml(...))` goes back.

    **egor.** Columns are called as `threefiles_to_egor` expects; you are the one ego:

    - egos.csv: `egoID`, then the people columns
    - alters.csv: `egoID`, `alterID`, `relation` (to you), `wave`, `first` and `met` (dates), `talk`
      (chance), then the people columns
    - aaties.csv: `egoID`, `Source`, `Target` (who can open the way to whom), `first`, `last`
      (dates), `count`, `kinds`, `chance`

    **rds.** A row for everybody you talked with. `id`; `recruiter.id`, the nearest person up the
    chain with whom you talked, or `seed`, which is nobody's id, for those who came without a
    referral; `network.size`, how many ties of theirs are known, at least 1: far fewer than they
    have, so take estimates weighted by it for illustrations; `wave` (0 for seeds), `seed` (the id
    at the root), `recruits`, `met` (date), then `company`, `role`, `school`, `role_family` and
    `seniority`. Read it with `read.csv(file, na.strings = "")`, then
    `as.rds.data.frame(d, network.size = "network.size")`.

    Parameters
    ----------
    net
        The network.
    to
        The file to write; for `egor` and `folder` a folder, which is made.
    form
        One of the forms above; by the file's ending (.graphml, .gexf) if not given.

    Returns
    -------
    The path of the file or folder written.

    Raises
    ------
    NetscoutError
        The form is unknown, the file cannot be written (nothing is then half-written), a folder
        to be made is called like a file or holds files already, or an event has no place in a
        folder's log.csv.

    Warns
    -----
    ThinDataWarning
        `rds` of a network without a conversation: a header without rows.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import networkx as nx
    >>> import netscout as ns
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "net.graphml"
    >>> G = nx.read_graphml(ns.export(ns.example(), file))
    >>> len(G) == len(ns.example()) + 1, G.graph["me"]
    (True, 'me')
    """
    path = Path(to)
    wanted = form if form is not None else path.suffix.lower().removeprefix(".")
    if wanted in ONE_FILE:
        ending = "csv" if wanted == "rds" else wanted
        return save(path, ONE_FILE[wanted](net), such_as=f"net.{ending}")
    if wanted not in SEVERAL:
        said = f"{wanted!r} is no form" if wanted else f"{str(to)!r} does not say the form"
        hint = did_you_mean(wanted, FORMS) or "."
        raise NetscoutError(f"{said}{hint} The form is one of {', '.join(FORMS)}")
    check_folder(path, new=wanted == "folder")
    return save_all(path, SEVERAL[wanted](net))


def check_folder(path: Path, *, new: bool = True) -> None:
    """Raise where a folder to be made would pass for a file, or (if `new`) holds files already."""
    if path.suffix.lower() in OF_FILES:
        plain = str(path.with_suffix(""))
        raise NetscoutError(
            f"{str(path)!r}: what is written is a folder, not a {path.suffix} file; call it "
            f"{plain!r}, and pack it yourself if it is to be one file"
        )
    if new and path.is_dir() and any(path.iterdir()):
        raise NetscoutError(f"{str(path)!r} holds files already; give the name of a new folder")
