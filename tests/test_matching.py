"""Proposals, and what is merged by itself, measured on labelled sets as on a user's files."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_pairs import FAMILY, SEEDS, labelled, measure

from netscout.identity import matching
from netscout.identity.aliases import Decision, decided_pairs

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


@pytest.fixture(scope="module", params=[*SEEDS, "fresh"])
def measured(request, tmp_path_factory):
    return measure(request.param, tmp_path_factory.mktemp("labelled"))


def test_the_labelled_set_is_large_and_holds_hard_ones():
    for seed in SEEDS:
        _people, _entity, pairs = labelled(seed)
        same = Counter(same for _, _, same, _ in pairs)
        assert same[True] >= 300
        assert same[False] >= 75
        assert same.total() >= 400
        assert len({kind for *_, kind in pairs}) >= 35
    fresh = Counter(same for _, _, same, _ in labelled("fresh")[2])
    assert (fresh[True], fresh[False]) == (102, 46)


def test_no_two_people_are_merged_by_themselves(measured):
    assert len(measured.merged) >= 4
    assert not measured.wrongly_merged, measured.said(measured.wrongly_merged)


def test_nearly_all_true_pairs_are_proposed(measured):
    assert len(measured.missed) <= 0.05 * len(measured.true), measured.said(measured.missed)


def test_most_proposals_are_right(measured):
    wrong = measured.wrongly_proposed
    assert len(wrong) <= 0.20 * len(measured.proposed), measured.said(wrong)


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
    assert row["evidence"] == "K. may stand for Kevin; same company (Acme)"
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


def test_what_is_decided_is_not_proposed_again():
    people = table(*((f"p{n}", {"name": "Perpetua Kestrel"}) for n in range(4)))
    assert len(matching.propose(people)) == 6
    some = [Decision(2, "p0", "p1", True), Decision(3, "p1", "p2", False)]
    left = matching.propose(people, decided=decided_pairs(some))
    assert sorted(zip(left["person"], left["other"], strict=True)) == [
        ("p0", "p3"), ("p1", "p3"), ("p2", "p3"),
    ]  # fmt: skip


def test_namesakes_without_a_trace_do_not_take_for_ever():
    people = table(*((f"p{n}", {"name": "John Smith", "url": f"in/{n}"}) for n in range(3_000)))
    assert matching.propose(people).empty
