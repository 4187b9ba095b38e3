"""Every step over worlds as SQL text that runs the same on any engine.

Only + * % & bit_or, joins and group-bys on integers below 2⁶³: no float decides anything and no
engine's hash is asked, so every engine, row order and number of workers gives the same bits. The
coins are those of `netscout._worlds`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netscout._worlds import BITS, FULL, P, coefficients

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netscout.pool.engines import Engine

MAPS = 16
"""Flajolet–Martin bit maps of a sketch; two share a column."""
SKETCH = tuple(f"s{j}" for j in range(MAPS // 2))
LOW = 2**31 - 1


def each(words: int, template: str) -> str:
    """Return a column list: `{w}` is the number of the word."""
    return ", ".join(template.format(w=word) for word in range(words))


def _number(value: int) -> str:
    return f"cast({value} as bigint)"


def _sum(terms: Sequence[str]) -> str:
    """Return a sum as a shallow tree, since engines parse deep ones slowly."""
    half = len(terms) // 2
    return terms[0] if len(terms) == 1 else f"({_sum(terms[:half])} + {_sum(terms[half:])})"


def _masks(words: int, below: str, purpose: str, seed: int) -> str:
    """Return the columns m0, m1, …: bit w says whether the coin x is live in world w."""
    polynomials = coefficients(words * BITS, purpose, seed)

    def bit(place: int) -> str:
        a, b, c = polynomials[place]
        live = f"({a} * x2 + {b} * x + {c}) % {P} < {below}"
        return f"case when {live} then {_number(1 << place % BITS)} else {_number(0)} end"

    columns = [
        _sum([bit(place) for place in range(word * BITS, (word + 1) * BITS)])
        for word in range(words)
    ]
    return ", ".join(f"{column} as m{word}" for word, column in enumerate(columns))


def graph(engine: Engine) -> None:
    """Number the ties, as `tie_numbers`: graph(source, target, below, x, x2)."""
    engine.save("numbered", _numbered("ties"))
    engine.save("graph", f"select *, x * x % {P} as x2 from numbered")


def _numbered(ties: str) -> str:
    """Return the query of some ties with their numbers, as `tie_numbers`."""
    ((a, b, c),) = coefficients(1, "tie", 0)
    return (
        f"select t.source, t.target, t.below, ({a} * s.number % {P} + {b} * d.number % {P} + {c}) "
        f"% {P} as x from {ties} t join people s on s.id = t.source "
        "join people d on d.id = t.target"
    )


def worlds(engine: Engine, words: int, seed: int) -> None:
    """Toss every coin: live(source, target, m0 …) of ties and talks(id, m0 …) of people."""
    engine.save("live", f"select source, target, {_masks(words, 'below', 'tie', seed)} from graph")
    engine.save("talks", _talks(words, seed, "people"))


def _talks(words: int, seed: int, people: str) -> str:
    """Return the query of the worlds in which each of some people talks when referred."""
    numbers = f"select id, talk, number as x, number * number % {P} as x2 from {people} n"
    return f"select id, {_masks(words, 'talk', 'person', seed)} from ({numbers}) p"


def spread(
    engine: Engine, start: Sequence[int], words: int, hops: int, table: str = "seen"
) -> None:
    """Let referrals run from some people who talk: seen(id, m0 …).

    With a `table` such as "layer{hop}", every hop's result stays.
    """
    engine.put("start", {"id": start})
    full = each(words, _number(FULL) + " as m{w}")
    engine.save(table.format(hop=0), f"select id, {full} from start")
    for hop in range(hops):
        before = table.format(hop=hop)
        engine.save(
            table.format(hop=hop + 1),
            f"select id, {each(words, 'bit_or(m{w}) as m{w}')} from "
            f"(select id, {each(words, 'm{w}')} from {before} union all "
            f"{_passed(words, before, 'live', 'talks')}) u group by id",
        )


def _passed(words: int, seen: str, live: str, talks: str) -> str:
    """Return the query of what passes along ties to people who then talk."""
    passed = each(words, "s.m{w} & l.m{w} & t.m{w} as m{w}")
    any_ = " or ".join(f"m{word} <> 0" for word in range(words))
    return (
        f"select id, {each(words, 'm{w}')} from (select l.target as id, {passed} from {seen} s "
        f"join {live} l on l.source = s.id join {talks} t on t.id = l.target) p where {any_}"
    )


def balls(engine: Engine, sources: Sequence[int], hops: int) -> str:
    """Return the query that counts whom each source reaches at most: source, people, firms."""
    engine.put("ball", {"source": sources, "id": sources})
    for _ in range(hops):
        engine.save(
            "ball",
            "select distinct source, id from (select source, id from ball union all "
            "select b.source, g.target from ball b join ties g on g.source = b.id) u",
        )
    return (
        "select b.source, count(*) - 1 as people, count(distinct case when p.firm <> '' then p.firm"
        " end) as firms from ball b join people p on p.id = b.id group by b.source "
        "order by b.source"
    )


def targets(engine: Engine, ends: Sequence[int], hops: int) -> str:
    """Return the query that counts how many of some people everybody reaches: id, ends."""
    engine.put("cone", {"target": ends, "id": ends})
    for _ in range(hops):
        engine.save(
            "cone",
            "select distinct target, id from (select target, id from cone union all "
            "select c.target, g.source from cone c join ties g on g.target = c.id) u",
        )
    return (
        "select p.id, cast(coalesce(c.ends, 0) as bigint) as ends from people p left join "
        "(select id, count(*) as ends from cone group by id) c on c.id = p.id order by p.id"
    )


def sketch(engine: Engine, hops: int, seed: int, table: str = "maps") -> str:
    """Return the query of everybody's sketch: id, rank (the sum over the maps).

    With a `table` such as "layer{hop}", every hop's maps stay.
    """
    engine.save(table.format(hop=0), _sketch_starts(seed, "people"))
    names = ", ".join(SKETCH)
    merged = ", ".join(f"bit_or({column}) as {column}" for column in SKETCH)
    for hop in range(hops):
        before = table.format(hop=hop)
        engine.save(
            table.format(hop=hop + 1),
            f"select id, {merged} from (select id, {names} from {before} union all select g.source,"
            f" {names} from ties g join {before} m on m.id = g.target) u group by id",
        )
    return ranks(table.format(hop=hops))


def ranks(maps: str) -> str:
    """Return the query of the sketch that maps make: id, rank."""
    return f"select id, {_ranks()} as rank from {maps} order by id"


def _sketch_starts(seed: int, people: str) -> str:
    """Return the query of some people's own maps."""
    value = "({b} + {a} * number) % {P} * number"
    hashes = ", ".join(
        f"({value.format(a=a, b=b, P=P)} + {c}) % {P} as y{j}"
        for j, (a, b, c) in enumerate(coefficients(MAPS, "sketch", seed))
    )
    lowest: Callable[[int], str] = lambda j: f"(y{j} & (-y{j}))"  # noqa: E731 - P(bit j) = 2^-(j+1)
    columns = ", ".join(
        f"{lowest(2 * j)} + {_number(LOW + 1)} * {lowest(2 * j + 1)} as s{j}"
        for j in range(MAPS // 2)
    )
    return f"select id, {columns} from (select id, {hashes} from {people} n) y"


def _ranks() -> str:
    """Return the sum over the maps of the place of the lowest bit that is not set."""
    high = LOW << 31
    terms = [
        f"bit_count(s{j} & {low} & ~((s{j} & {low}) + {one}))"
        for j in range(MAPS // 2)
        for low, one in ((LOW, 1), (high, LOW + 1))
    ]
    return " + ".join(f"cast({term} as bigint)" for term in terms)


def sets(engine: Engine, roots: dict[str, Any], hops: int, among: Any = None) -> str:
    """Return the query of reverse-reachable sets: set_, id.

    `roots` has set_, id, and the polynomials a, b, c of the ties' and pa, pb, pc of the people's
    coins: each set is a world of its own. Only ids `among` some are returned, if given.
    """
    engine.put("roots", roots)
    talk = f"(r.pa * (p.number * p.number % {P}) + r.pb * p.number + r.pc) % {P} < p.talk"
    engine.save(
        "sets", f"select r.set_, r.id from roots r join people p on p.id = r.id where {talk}"
    )
    for _ in range(hops):
        engine.save(
            "sets",
            "select distinct set_, id from (select set_, id from sets union all "
            "select s.set_, g.source from sets s join roots r on r.set_ = s.set_ "
            "join graph g on g.target = s.id join people p on p.id = g.source "
            f"where (r.a * g.x2 + r.b * g.x + r.c) % {P} < g.below and {talk}) u",
        )
    if among is None:
        return "select set_, id from sets order by set_, id"
    engine.put("among", {"id": among})
    return "select s.set_, s.id from sets s join among a on a.id = s.id order by s.set_, s.id"


def grow_sketch(engine: Engine, hops: int, seed: int) -> None:
    """Bring a sketch's layers up to date with the ties `added`: old0 … become layer0 …."""
    newcomers = "(select * from people p where not exists (select 1 from old0 o where o.id = p.id))"
    names = ", ".join(SKETCH)

    def message(hop: int) -> str:
        return (
            f"select g.source as id, {names} from ties g join changed c on c.id = g.target union "
            f"all select a.source as id, {names} from added a join layer{hop} l on l.id = a.target"
        )

    _grow(engine, SKETCH, hops, _sketch_starts(seed, newcomers), message)


def grow_spread(engine: Engine, words: int, hops: int, seed: int) -> None:
    """Bring the layers of a spread up to date with the ties `added`, whose coins alone are tossed.

    Those of ties from people whose worlds have changed are tossed again, too.
    """
    columns = tuple(f"m{word}" for word in range(words))
    nobody = f"select id, {', '.join(columns)} from old0 where id < 0"  # who starts stays

    def message(hop: int) -> str:
        touched = (
            "(select t.source, t.target, t.below from ties t join changed c on c.id = t.source "
            "union select a.source, a.target, a.below from added a "
            f"join layer{hop} s on s.id = a.source)"
        )
        squared = f"select *, x * x % {P} as x2 from ({_numbered(touched)}) n"
        masks = _masks(words, "below", "tie", seed)
        engine.save("touched", f"select source, target, {masks} from ({squared}) g")
        asked = "(select * from people p where p.id in (select target from touched))"
        engine.save("asked", _talks(words, seed, asked))
        return _passed(words, f"layer{hop}", "touched", "asked")

    _grow(engine, columns, hops, nobody, message)


def _grow(
    engine: Engine, columns: Sequence[str], hops: int, begun: str, message: Callable[[int], str]
) -> None:
    """Merge what is new hop by hop: only rows that change are looked at again.

    `begun` is the query of the rows of hop 0 that are new, `message(hop)` that of what passes to
    the next hop along the ties that are new or whose giver has `changed`.
    """
    names = ", ".join(columns)
    gathered = ", ".join(f"bit_or({column}) as {column}" for column in columns)
    merged = ", ".join(f"n.{c} | coalesce(o.{c}, {_number(0)}) as {c}" for c in columns)
    news = " or ".join(["o.id is null", *(f"(n.{c} | o.{c}) <> o.{c}" for c in columns)])
    engine.save("changed", begun)
    for hop in range(hops + 1):
        engine.save(
            f"layer{hop}",
            f"select id, {names} from old{hop} o where not exists "
            "(select 1 from changed c where c.id = o.id) "
            f"union all select id, {names} from changed",
        )
        if hop < hops:
            engine.save(
                "changed",
                f"select n.id, {merged} from (select id, {gathered} from (select id, {names} from "
                f"changed union all {message(hop)}) u group by id) n "
                f"left join old{hop + 1} o on o.id = n.id where {news}",
            )
