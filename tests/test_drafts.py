import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import netscout as ns
from netscout._phrases import fill
from netscout.cli import app
from netscout.courtesy import LETTER_FACTS, courtesy_of, letters
from netscout.drafts import MOST_WORDS
from netscout.journal import start

KINDS = tuple(letters())


@pytest.fixture(scope="module")
def net():
    return ns.example()


def network(*rows, courtesy=None, goal=None, **people):
    names = ["date", "kind", "source", "target", "about", "channel"]
    events = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows], columns=names)
    everybody = {"me": {"name": "Robin Vale", "school": "Eastmere"}} | people
    table = pd.DataFrame([{"person": p, "name": p.title()} | f for p, f in everybody.items()])
    return ns.Network(table, events, "me", courtesy=courtesy, goal=goal)


def body(text):
    return text.split("\n", 1)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_drafts_for_everybody_are_short_and_ask_for_no_job(net, kind):
    made = 0
    for who in net.people.index[::5]:
        if who == net.me:
            continue
        try:
            text = ns.draft(net, who, kind)
        except ns.NetscoutError as error:
            assert kind == "introduction"
            assert "via" in str(error)
            continue
        told = [fault for fault in ns.check_draft(net, who, text) if not fault.startswith("Fill")]
        assert not [fault for fault in told if "connection" not in fault]
        assert len(body(text).split()) <= MOST_WORDS
        assert text.startswith("Subject: ")
        assert not set("{}|") & set(text)
        for wrong in ("  ", " .", " ,", "..", " nan ", " a a", "\n\n\n"):
            assert wrong not in text, wrong
        made += 1
    assert made > 10


def test_there_are_the_six_letters_of_the_method():
    assert set(KINDS) == {"request", "introduction", "confirmation", "thanks", "nudge", "update"}


@pytest.mark.parametrize(("answer", "named"), [("y", True), ("n", False)])
def test_who_may_not_be_named_is_in_no_letter(tmp_path, answer, named):
    start(tmp_path / "mine", me="Robin Vale")
    said = f"phone\n\nDana Whitlock, publicist\n\n{answer}\n\n\n"
    done = CliRunner().invoke(
        app, ["wrap-up", "Ada Moss", "--in", str(tmp_path / "mine")], input=said
    )
    assert done.exit_code == 0, done.output
    text = ns.draft(ns.load(tmp_path / "mine"), "Dana Whitlock", "request")
    assert ("Ada Moss suggested" in text) == named
    assert ("Ada" in text) == named


def test_a_request_through_the_referrer_names_the_connection(net):
    text = ns.draft(net, "Dana Whitlock", "request")
    assert "Mei Silvestrin suggested" in text
    assert "the work of a publicist" in text
    assert "as Publicist at Marquee Theatricals" in text
    assert "in person, by phone, by video or by e-mail" in text
    assert text.endswith("Kind regards,\nRobin Vale\n")
    assert ns.check_draft(net, "Dana Whitlock", text) == []


@pytest.mark.parametrize(
    ("rows", "facts", "said"),
    [
        ([("2026-01-05", "named", "lee", "ann")], {"school": "Eastmere"}, "Lee suggested"),
        ([], {"school": "EASTMERE"}, "We share a school, EASTMERE"),
        ([("2026-01-05", "knows", "me", "ann")], {}, "We are connected"),
        ([], {}, "I came across your work through [where]."),
        (
            [("2026-01-05", "named", "lee", "ann"), ("2026-01-09", "met", "me", "ann", "", "phone")],
            {},
            "Thank you again for talking with me by phone on 9 January",
        ),
        ([], {"company": "Self-employed", "role": "Writer"}, "I would like to hear how you see it."),
    ],
)  # fmt: skip
def test_a_request_opens_with_what_connects(rows, facts, said):
    net = network(*rows, ann={"name": "Dr. Ann Poole, PhD", **facts}, lee={})
    text = ns.draft(net, "ann", "request")
    assert said in text
    assert "Dear Ann," in text
    assert ("My name is Robin Vale" in text) == ("Thank you again" not in text)


def test_an_introduction_can_be_forwarded(net):
    text = ns.draft(net, "Dana Whitlock", "introduction")
    greeting, forwarded = text.split("\n\n")[1], text.split("\n\n")[3]
    assert greeting == "Dear Mei,"
    assert forwarded.startswith("“My name is Robin Vale")
    assert forwarded.endswith("”")
    assert text.count("“") == text.count("”") == 1
    other = ns.draft(net, "Dana Whitlock", "introduction", via="Camille Ostrander")
    assert "Dear Camille," in other
    assert "You and Dana Whitlock both work at Marquee Theatricals." in other
    with pytest.raises(ns.NetscoutError, match="third person"):
        ns.draft(net, "Dana Whitlock", "introduction", via="Dana Whitlock")


def test_who_makes_the_introduction():
    people = {"ann": {"company": "Acme"}, "amy": {"company": "Acme Inc."}, "lee": {}}
    met = ("2026-01-05", "met", "me", "amy")
    assert "Dear Amy," in ns.draft(network(met, **people), "ann", "introduction")
    named = ("2026-01-04", "named", "lee", "ann")
    assert "Dear Lee," in ns.draft(network(met, named, **people), "ann", "introduction")
    with pytest.raises(ns.NetscoutError, match="via"):
        ns.draft(network(**people), "ann", "introduction")
    with pytest.raises(ns.NetscoutError, match="this is you"):
        ns.draft(network(**people), "me", "thanks")


def test_only_what_the_files_know_and_no_more():
    rows = [
        ("2025-02-03", "asked", "me", "ann"),
        ("2026-01-05", "met", "me", "ann", "", "video"),
        ("2026-01-05", "named", "ann", "bob"),
        ("2026-01-05", "named", "ann", "cat"),
        ("2026-01-06", "asked", "me", "cat"),
        ("2026-01-09", "met", "cat", "me", "", "email"),
    ]
    net = network(*rows, ann={}, bob={}, cat={})
    thanks = ns.draft(net, "ann", "thanks")
    assert "talking with me by video on 5 January." in thanks
    assert "I will write to Bob, as you suggested" in thanks  # Cat has been asked
    assert "Thank you for sending me to Cat: we talked by e-mail on 9 January." in ns.draft(net, "ann", "update")  # fmt: skip
    assert "[day]" in ns.draft(net, "ann", "nudge")  # the ask led to a conversation
    assert "I wrote to you on 3 February because" not in ns.draft(net, "ann", "nudge")
    early = ns.draft(net, "ann", "nudge", on="2026-01-04")
    assert "on 3 February 2025" in early
    assert "[day]" in ns.draft(net, "ann", "thanks", on="2026-01-04")


@pytest.mark.parametrize(
    ("role", "wanted", "said"),
    [
        ("Senior Editor", "editor", "the work of an editor"),
        ("Publicist, Touring", "Publicist", "the work of a publicist"),
        ("University Registrar", "university registrar", "the work of a university registrar"),
        ("Carpenter", "editor", "work in your field"),
        ("", "editor", "work in your field"),
    ],
)
def test_the_work_is_that_of_the_goal_if_they_do_it(role, wanted, said):
    net = network(ann={"role": role}, goal=ns.Goal(roles=[wanted]))
    assert said in ns.draft(net, "ann", "request")


SAYS_WHO = "Dear Dana, Mei Silvestrin suggested that I write. "


@pytest.mark.parametrize(
    "text",
    [
        "Are you hiring?",
        "Is Marquee hiring at the moment?",
        "Do you have any openings?",
        "My CV is attached.",
        "Please find attached my résumé.",
        "I enclose my CV.",
        "I would like to apply for the role.",
        "I am applying to Marquee.",
        "I am looking for a job in press.",
        "I am looking for work.",
        "I need a job.",
        "Is there an internship?",
        "Would you consider me?",
        "Could you refer me for it?",
        "Are there open positions in your team?",
        "Is the position still open? The position is open, I read.",
        "Could you put in a good word?",
        "I want to join your team.",
        "I would love to work for you.",
        "Is there a vacancy?",
    ],
)
def test_asking_for_a_job_is_told(net, text):
    (told,) = ns.check_draft(net, "Dana Whitlock", SAYS_WHO + text)
    assert "asks for a job" in told


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for opening that door.",
        "I would like to hear how you do your job.",
        "How did you come into this position?",
        "What is your role like?",
        "How do people apply what they learn?",
        "How are people hired in this field?",
        "Who works with you on a press night?",
        "How did your internship shape your work?",
        "Could you recommend me a book?",
        "Mei referred me to you.",
        "Which jobs in this field do outsiders never hear of?",
    ],
)
def test_speaking_of_work_is_not_asking_for_it(net, text):
    assert ns.check_draft(net, "Dana Whitlock", SAYS_WHO + text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Subject: Hello\n\nDear Dana,\n\nI would like to talk.", "Mei Silvestrin could be named"),
        ("Dear Dana Whitlock,\n\nI would like to talk.", "Mei Silvestrin could be named"),
        ("Dear Dana Whitlock,\r\n\r\nI would like to talk.\r\n", "Mei Silvestrin could be named"),
        ("Subject: From Mei\n\nDear Dana,\n\nI would like to talk.", ""),
        ("Dear Dana,\n\nwe talked last week.", "Mei Silvestrin could be named"),  # not in the log
    ],
)
def test_the_connection_is_one_that_the_files_know(net, text, told):
    faults = ns.check_draft(net, "Dana Whitlock", text)
    assert len(faults) == bool(told)
    assert told in "".join(faults)


def test_a_stranger_is_said_to_be_one():
    net = network(ann={})
    (fault,) = ns.check_draft(net, "ann", "Dear Ann,\n\nI read your article.")
    assert "that your files know" in fault


def test_too_long_and_gaps_are_told(net):
    told = ns.check_draft(
        net, "Dana Whitlock", "Mei Silvestrin " * 50 + "so [one thing] [one thing]"
    )
    assert told == ["It has 105 words; 100 are the most that gets read.", "Fill in [one thing]."]
    assert ns.check_draft(net, "Dana Whitlock", f"Subject: {'x ' * 60}\n\n{'Mei ' * 60}") == []


def test_own_letters(tmp_path):
    (tmp_path / "netscout.toml").write_text(
        'me = "Robin Vale"\n[drafts.thanks]\nsubject = "Merci"\n'
        'text = """Bonjour {first},\n\nmerci, {third}. | merci.\nA bientôt.\n\n{me}"""\n',
        "utf-8",
    )
    (tmp_path / "log.csv").write_text("date,event,person\n2026-01-05,met,Dana Whitlock\n")
    net = ns.load(tmp_path)
    assert ns.draft(net, "Dana Whitlock", "thanks") == (
        "Subject: Merci\n\nBonjour Dana,\n\nmerci. A bientôt.\n\nRobin Vale\n"
    )
    assert ns.draft(net, "Dana Whitlock", "request").startswith("Subject: Our conversation")
    with pytest.raises(ns.NetscoutError, match="did you mean 'thanks'"):
        ns.draft(net, "Dana Whitlock", "thank")


def test_every_fact_can_stand_in_a_letter():
    own = courtesy_of({}, {"thanks": {"text": "".join(f"{{{f}}} | {f}\n" for f in LETTER_FACTS)}})
    text = ns.draft(network(ann={}, courtesy=own), "ann", "thanks")
    assert "Robin Vale" in text
    assert "asked_on" in text  # not known, so the alternative is taken


@given(name=st.text(max_size=30), company=st.text(max_size=30), role=st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_in_the_files_is_text(name, company, role):
    person = {"name": name, "company": company, "role": role}
    net = network(("2026-01-05", "named", "lee", "ann"), ann=person, lee={})
    for kind in KINDS:
        text = ns.draft(net, "ann", kind)
        assert text.startswith("Subject: ")
        assert isinstance(ns.check_draft(net, "ann", text), list)


def test_a_fact_with_braces_and_bars_is_no_template():
    assert fill("Dear {name} | Hello", {"name": "{me} | x"}) == "Dear {me} | x"
