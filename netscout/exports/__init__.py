"""A network for other programs: Gephi, igraph and R; and for netscout again, as a folder."""

from __future__ import annotations

from netscout.exports.files import export
from netscout.exports.tables import ALTER_TIES, ALTERS, EGOS, RDS

__all__ = ["ALTERS", "ALTER_TIES", "EGOS", "RDS", "export"]
