import pytest

import netscout as ns
from netscout.drafts import KINDS, MOST_WORDS, check_draft, draft


@pytest.fixture(scope="module")
def net():
    return ns.example()


@pytest.mark.parametrize("kind", KINDS)
def test_drafts_for_everybody_are_short_and_ask_for_no_job(net, kind):
    made = 0
    for who in net.people.index[::7]:
        if who == net.me:
            continue
        try:
            text = draft(net, who, kind=kind)
        except ns.NetscoutError as error:
            assert kind == "introduction"
            assert "via" in str(error)
            continue
        faults = [f for f in check_draft(text, kind=kind) if not f.startswith(("Fill", "It names"))]
        assert faults == []
        assert len(text.split("\n", 1)[1].split()) <= MOST_WORDS
        assert text.startswith("Subject: ")
        assert "{" not in text
        assert "  " not in text
        made += 1
    assert made > 8


def test_a_request_through_the_referrer_names_the_connection(net):
    text = draft(net, "Dana Whitlock")
    assert "Mei Silvestrin suggested" in text
    assert "Publicist at Marquee Theatricals" in text
    assert "in person, by phone, by video, or by e-mail" in text
    assert text.rstrip().endswith("Robin Vale")
    assert check_draft(text) == []


def test_an_introduction_can_be_forwarded(net):
    text = draft(net, "Dana Whitlock", kind="introduction")
    assert text.split("\n")[2] == "Dear Mei,"
    assert text.count("“") == text.count("”") == 1
    assert "Dear Camille," in draft(
        net, "Dana Whitlock", kind="introduction", via="Camille Ostrander"
    )
    stranger = next(
        p for p in net.people.index if p != net.me and p not in set(net.events["target"])
    )
    with pytest.raises(ns.NetscoutError, match="via"):
        draft(net, stranger, kind="introduction")


def test_only_what_the_files_know(net):
    events = net.events
    met = events[events["kind"] == "met"].iloc[-1]
    text = draft(net, met["target"], kind="thanks")
    assert f"{met['date'].day} {met['date']:%B}" in text
    early = net.asof(net.last)
    assert draft(early, met["target"], kind="thanks") == text
    asked = events[(events["kind"] == "asked") & (events["about"] == "")].iloc[-1]
    assert "I wrote to you on" in draft(net, asked["target"], kind="nudge")


@pytest.mark.parametrize(
    "text",
    [
        "Are you hiring?",
        "Do you have any openings?",
        "My CV is attached.",
        "Please find attached my résumé.",
        "I would like to apply for the role.",
        "I am looking for a job in press.",
        "Is there an internship?",
        "Would you consider me?",
        "Are there open positions in your team?",
        "Could you put in a good word?",
        "I want to join your team.",
        "Is there a vacancy?",
    ],
)
def test_asking_for_a_job_is_told(text):
    told = check_draft(f"Dear Dana, Lee suggested that I write. {text}")
    assert len(told) == 1
    assert "asks for a job" in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for opening that door.",
        "I would like to hear how you do your job.",
        "How did you come into this position?",
        "What is your role like?",
        "How do people apply what they learn?",
    ],
)
def test_speaking_of_work_is_not_asking_for_it(text):
    assert check_draft(f"Dear Dana, Lee suggested that I write. {text}") == [] or "your job" in text


def test_too_long_no_connection_and_gaps_are_told():
    told = check_draft("word " * 101 + "[one thing]")
    assert [t.split()[0] for t in told] == ["It", "It", "Fill"]
    assert "103 words" in told[0]
    assert "connection" in told[1]


def test_own_templates_and_their_faults(net):
    own = {"request": {"subject": ["Hello"], "parts": [["Hi {first}."], ["Mid"], ["{me}"]]}}
    assert (
        draft(net, "Dana Whitlock", templates=own)
        == "Subject: Hello\n\nHi Dana.\n\nMid\n\nRobin Vale\n"
    )
    with pytest.raises(ns.NetscoutError, match="unknown fact nme"):
        draft(net, "Dana Whitlock", templates={"request": {"subject": ["{nme}"], "parts": []}})
    with pytest.raises(ns.NetscoutError, match="did you mean 'thanks'"):
        draft(net, "Dana Whitlock", kind="thank")
