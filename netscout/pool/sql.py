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
    ((a, b, c),) = coefficients(1, "tie", 0)
    engine.save(
        "numbered",
        f"select t.source, t.target, t.below, ({a} * s.number % {P} + {b} * d.number % {P} + {c}) "
        f"% {P} as x from ties t join people s on s.id = t.source join people d on d.id = t.target",
    )
    engine.save("graph", f"select *, x * x % {P} as x2 from numbered")


def worlds(engine: Engine, words: int, seed: int) -> None:
    """Toss every coin: live(source, target, m0 …) of ties and talks(id, m0 …) of people."""
    engine.save("live", f"select source, target, {_masks(words, 'below', 'tie', seed)} from graph")
    people = f"select id, talk, number as x, number * number % {P} as x2 from people"
    engine.save("talks", f"select id, {_masks(words, 'talk', 'person', seed)} from ({people}) p")


def spread(engine: Engine, start: Sequence[int], words: int, hops: int) -> None:
    """Let referrals run from some people who talk: seen(id, m0 …)."""
    engine.put("start", {"id": start})
    engine.save("seen", f"select id, {each(words, _number(FULL) + ' as m{w}')} from start")
    for _ in range(hops):
        passed = each(words, "s.m{w} & l.m{w} & t.m{w} as m{w}")
        any_ = " or ".join(f"m{word} <> 0" for word in range(words))
        engine.save(
            "seen",
            f"select id, {each(words, 'bit_or(m{w}) as m{w}')} from "
            f"(select id, {each(words, 'm{w}')} from seen union all "
            f"select id, {each(words, 'm{w}')} from (select l.target as id, {passed} from seen s "
            f"join live l on l.source = s.id join talks t on t.id = l.target) p where {any_}) u "
            "group by id",
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


def sketch(engine: Engine, hops: int, seed: int) -> str:
    """Return the query of everybody's sketch: id, rank (the sum over the maps)."""
    low, columns = _sketch_starts(seed)
    engine.save("maps", f"select id, {columns} from ({low}) y")
    names = ", ".join(f"s{j}" for j in range(MAPS // 2))
    merged = ", ".join(f"bit_or(s{j}) as s{j}" for j in range(MAPS // 2))
    for _ in range(hops):
        engine.save(
            "maps",
            f"select id, {merged} from (select id, {names} from maps union all "
            f"select g.source, {names} from ties g join maps m on m.id = g.target) u group by id",
        )
    return f"select id, {_ranks()} as rank from maps order by id"


def _sketch_starts(seed: int) -> tuple[str, str]:
    """Return the query of everybody's own hash values, and the columns of their maps."""
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
    return f"select id, {hashes} from people", columns


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
