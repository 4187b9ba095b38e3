"""Proposals measured on a labelled set, decisions, and what a merge keeps."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_pairs import FAMILY, labelled

import netscout as ns
from netscout import matching
from netscout.errors import ReadError
from netscout.identity import email_key

PEOPLE = ("name", "company", "role", "school", "location", "email", "url", "tags", "note", "origin")


def table(*rows):
    """Return a people table from (id, facts)."""
    return pd.DataFrame(
        [dict.fromkeys(PEOPLE, "") | facts for _, facts in rows],
        index=pd.Index([person for person, _ in rows], dtype="str", name="person"),
    )


def proposed(*names, **facts):
    """Return the proposals among people of these names who share these facts."""
    people = table(*((f"p{n}", {"name": name, **facts}) for n, name in enumerate(names)))
    return matching.propose(people)


def decided(*rows):
    return pd.DataFrame(rows, columns=["person", "other", "decision"])


@pytest.fixture(scope="module", params=[20260301, 1, 2])
def measured(request):
    people, entity, pairs = labelled(request.param)
    return people, entity, pairs, matching.certain(people), matching.propose(people)


def test_the_labelled_set_is_large_and_holds_hard_ones(measured):
    _people, _entity, pairs, _certain, _likely = measured
    same = Counter(same for _, _, same, _ in pairs)
    assert same[True] >= 300
    assert same[False] >= 75
    assert len({kind for *_, kind in pairs}) >= 35


def test_no_exact_key_joins_two_people(measured):
    _people, entity, _pairs, certain, _likely = measured
    assert len(certain) >= 4
    assert all(
        entity[a] == entity[b] for a, b in zip(certain["person"], certain["other"], strict=True)
    )


def test_nearly_all_true_pairs_are_found_and_nearly_all_proposals_are_right(measured):
    _people, entity, pairs, certain, likely = measured
    likely_pairs = set(map(frozenset, zip(likely["person"], likely["other"], strict=True)))
    sure = set(map(frozenset, zip(certain["person"], certain["other"], strict=True)))
    true = [frozenset((a, b)) for a, b, same, _ in pairs if same]
    right = [pair for pair in likely_pairs if len({entity[person] for person in pair}) == 1]
    assert sum(pair in likely_pairs | sure for pair in true) / len(true) >= 0.95
    assert len(right) / len(likely_pairs) >= 0.80
    by_hand = {frozenset((a, b)) for a, b, same, _ in pairs if not same}
    assert len(likely_pairs & by_hand) <= 4


def test_the_order_of_rows_does_not_matter():
    people, _entity, _pairs = labelled()
    people = people.head(300)
    first = matching.propose(people)
    pd.testing.assert_frame_equal(first, matching.propose(people))
    pd.testing.assert_frame_equal(first, matching.propose(people.iloc[::-1]))


WORD = st.sampled_from(["Dana", "D.", "Bob", "Robert", "Lee", "Lea", *FAMILY[:6], "Pr\ufffdve", "李小龍", "", "Jr.", "(née Lee)", "PhD,"])  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(WORD, max_size=4), st.sampled_from(["", "Acme", "Plan A"])), max_size=7))  # fmt: skip
def test_proposals_are_symmetric_whatever_the_names(rows):
    people = table(
        *((f"p{n}", {"name": " ".join(name), "company": c}) for n, (name, c) in enumerate(rows))
    )
    likely = matching.propose(people)
    assert likely["score"].between(matching.LIKELY, 1).all()
    assert not likely.duplicated(["person", "other"]).any()
    pd.testing.assert_frame_equal(likely, matching.propose(people.iloc[::-1]))


def test_evidence_is_said_in_words():
    row = proposed("K. Smith", "Kevin Smith", company="Acme").iloc[0]
    assert row["evidence"] == "K may stand for Kevin; same company (Acme)"
    row = proposed("Solveig Anker (Holm)", "Solveig Holm").iloc[0]
    assert "Holm is given as another name" in row["evidence"]


def test_a_very_common_name_is_weak_evidence():
    facts = [{"company": "Acme", "url": "in/a"}, {"company": "Lantern", "url": "in/b"}]
    common = table(*((f"p{n}", {"name": "John Smith"} | f) for n, f in enumerate(facts)))
    rare = table(*((f"p{n}", {"name": "Perpetua Kestrel"} | f) for n, f in enumerate(facts)))
    assert matching.propose(common).empty
    assert len(matching.propose(rare)) == 1
    assert (
        "a very common name" in proposed("John Smith", "John Smith", company="Acme")["evidence"][0]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("Amos Poole Jr", "Amos Poole Sr"), ("Daniel Roe", "Daniela Roe"), ("Ann A. Kestrel", "Ann B. Kestrel"),
     ("Diane Kestrel", "Donald Kestrel"), ("Dana", "Dana")],
)  # fmt: skip
def test_two_people_of_one_company_are_not_proposed(one, other):
    likely = proposed(one, other, company="Acme")
    assert likely.empty or (one == other and likely["score"][0] < 0.95)


def test_a_shared_mailbox_is_no_exact_key():
    people = table(
        ("a", {"name": "Gareth Pellow", "email": "pellows@post.example"}),
        ("b", {"name": "Morwenna Pellow", "email": "pellows@post.example"}),
        ("c", {"name": "Sam Case", "email": "info@post.example"}),
        ("d", {"name": "Sam Chase", "email": "info@post.example"}),
    )
    assert matching.certain(people).empty


def test_what_is_decided_is_not_proposed_again():
    people = table(*((f"p{n}", {"name": "Perpetua Kestrel"}) for n in range(4)))
    assert len(matching.propose(people)) == 6
    some = decided(("p0", "p1", "same"), ("p1", "p2", "different"))
    left = matching.propose(people, decided=some)
    assert sorted(zip(left["person"], left["other"], strict=True)) == [
        ("p0", "p3"), ("p1", "p3"), ("p2", "p3"),
    ]  # fmt: skip


def test_namesakes_without_a_trace_do_not_take_for_ever():
    people = table(*((f"p{n}", {"name": "John Smith", "url": f"in/{n}"}) for n in range(3_000)))
    assert matching.propose(people).empty


def test_aliases_are_read_by_id_name_or_address():
    people = table(
        ("in/dana", {"name": "Dana Whitlock"}), ("contact/d", {"name": "D. Whitlock"}),
        ("p", {"name": "Sam Case"}),
    )  # fmt: skip
    rows = [
        (
            2,
            {
                "person": "Dana Whitlock",
                "other": "contact/d",
                "decision": "Same",
                "note": "told me",
            },
        ),
        (3, {"person": "linkedin.com/in/dana", "other": "Sam Case", "decision": "different"}),
        (4, {"person": "Nobody Here", "other": "p", "decision": "same"}),
    ]
    aliases, left_out = matching.read_aliases(rows, people)
    assert aliases[["person", "other", "decision"]].to_numpy().tolist() == [
        ["in/dana", "contact/d", "same"], ["in/dana", "p", "different"],
    ]  # fmt: skip
    assert [row for row, _ in left_out] == [4]


def test_faults_of_aliases_are_said_together():
    people = table(("a", {"name": "A"}), ("b", {"name": "B"}), ("c", {"name": "C"}))
    rows = [
        (2, {"person": "a", "other": "b", "decision": "same"}),
        (3, {"person": "b", "other": "c", "decision": "same"}),
        (4, {"person": "c", "other": "a", "decision": "different"}),
        (5, {"person": "a", "other": "", "decision": "same"}),
        (6, {"person": "a", "other": "c", "decision": "sane"}),
    ]
    with pytest.raises(ReadError) as error:
        matching.read_aliases(rows, people)
    text = str(error.value)
    assert "row 4: 'c' and 'a' are different, but rows 2, 3 make them the same" in text
    assert "row 5: a decision needs two people" in text
    assert "row 6, decision: unknown decision 'sane'; did you mean 'same'?" in text


def test_contradictions_stop_a_merge():
    people = table(("a", {}), ("b", {}))
    with pytest.raises(ReadError, match="rows? 1 makes? them the same"):
        matching.apply(
            people, ns.example().events, decided(("a", "b", "same"), ("b", "a", "different"))
        )


def test_a_merge_chains_and_keeps_every_fact_and_event():
    people = table(
        ("me", {"name": "Me"}),
        ("log", {"name": "D. Whitlock", "note": "met at the fair", "tags": "alumni"}),
        (
            "in/dana",
            {"name": "Dana Whitlock", "url": "in/dana", "company": "Acme", "tags": "press"},
        ),
        (
            "card",
            {"name": "Dana W", "email": "d@post.example", "company": "Lantern", "tags": "press"},
        ),
        ("sam", {"name": "Sam"}),
    )
    rows = [("2026-01-01", "knows", "me", "in/dana", ""), ("2026-01-02", "met", "me", "log", ""),
            ("2026-01-03", "named", "log", "sam", ""), ("2026-01-04", "asked", "me", "sam", "card"),
            ("2026-01-05", "wrote", "log", "card", "")]  # fmt: skip
    events = pd.DataFrame(rows, columns=["date", "kind", "source", "target", "about"])
    before = people.copy(), events.copy()
    aliases = decided(("log", "card", "same"), ("card", "in/dana", "same"))
    joined, happened = matching.apply(people, events, aliases)
    assert list(joined.index) == ["me", "in/dana", "sam"]
    dana = joined.loc["in/dana"]
    assert (dana["name"], dana["company"], dana["email"]) == (
        "Dana Whitlock",
        "Acme",
        "d@post.example",
    )
    assert dana["tags"] == "press; alumni"
    assert dana["note"] == "met at the fair"
    for told in ("id log", "id card", "name D. Whitlock", "company Lantern"):
        assert told in dana["also"]
    assert happened["target"].tolist() == ["in/dana", "in/dana", "sam", "sam"]
    assert happened["about"].tolist()[-1] == "in/dana"
    pd.testing.assert_frame_equal(people, before[0])
    pd.testing.assert_frame_equal(events, before[1])
    ns.Network(joined, happened, "me")
    again = matching.apply(joined, happened, aliases)
    assert list(again[0].index) == list(joined.index)


def test_the_owner_stays_the_owner():
    people = table(("in/me", {"name": "Me", "url": "in/me"}), ("me", {"name": "Me"}))
    events = pd.DataFrame(columns=["date", "kind", "source", "target"])
    joined, _ = matching.apply(people, events, decided(("in/me", "me", "same")))
    assert list(joined.index) == ["me"]
    assert joined.at["me", "url"] == "in/me"


IDS = [f"p{n}" for n in range(6)]
PAIR = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS))


@settings(deadline=None)
@given(st.lists(PAIR, max_size=6), st.lists(PAIR, max_size=8))
def test_a_merge_loses_nothing(same, ties):
    people = table(
        *(
            (p, {"name": f"Name {p}", "note": f"note of {p}", "email": f"{p}@post.example"})
            for p in IDS
        )
    )
    ties = [(a, b) for a, b in ties if a != b]
    rows = [("2026-01-01", "knows", a, b) for a, b in ties]
    events = pd.DataFrame(rows, columns=["date", "kind", "source", "target"])
    joined, happened = matching.apply(people, events, decided(*((a, b, "same") for a, b in same)))
    told = " ".join(joined.astype(str).to_numpy().ravel())
    assert all(f"note of {p}" in told and f"{p}@post.example" in told for p in IDS)
    assert all(email_key(e) for e in joined["email"])
    assert set(happened["source"]) | set(happened["target"]) <= set(joined.index)
    groups = matching._groups(same)
    between = [(a, b) for a, b in ties if groups.get(a, a) != groups.get(b, b)]
    assert len(happened) == len(between)
