"""Many people's exports together, with their consent: the real second degree.

::

    from netscout import pool

    pool.share("export.zip", "mine.csv")     # what a member gives: readable before it is given
    pool.gather("given/", "club")            # the keeper puts all together, under pseudonyms
    club = pool.open("club")                 # in memory; or engine="duckdb", or pool.Spark(...)
    pool.reach(club, member, own=net)        # the member's answers, as of their own network
    pool.ask_next(club, member, own=net)
    pool.hops(club, 2)                       # whom each member can reach
    pool.forget("club", member)              # and everything that rests on what they gave

The extra `pool` brings DuckDB; `fast` and `spark` bring the other engines, and `match` proposals of
who a contact without a profile address may be.
"""

from __future__ import annotations

from netscout.pool.answers import (
    Pool,
    ask_next,
    choose,
    network,
    open,  # noqa: A004 - pool.open reads as it is meant
    reach,
)
from netscout.pool.counts import hops, sketch, waves
from netscout.pool.engines import DuckDB, Engine, Spark, spark_session
from netscout.pool.giving import share
from netscout.pool.keeper import bridges, openers, unreached
from netscout.pool.matching import matches
from netscout.pool.store import forget, gather

__all__ = [
    "DuckDB",
    "Engine",
    "Pool",
    "Spark",
    "ask_next",
    "bridges",
    "choose",
    "forget",
    "gather",
    "hops",
    "matches",
    "network",
    "open",
    "openers",
    "reach",
    "share",
    "sketch",
    "spark_session",
    "unreached",
    "waves",
]
