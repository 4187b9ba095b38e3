"""Keys: which spellings are the same, and which must stay apart."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netscout.errors import UnknownPerson
from netscout.identity import company_key, email_key, find, name_key, url_key, words
from netscout.identity.names import spelled

PARTS = (
    "Acme Plan A Inc. Ltd, GmbH & Co KG (UK) S.A. Spa SPA Freelance stealth startup Self-employed ™ "
    "株式会社 ООО PT The THE the- Thé Independent de é Dr. Dana Whitlock, PhD Jr (née Lee) van der she/her | MBA 0:0:PHD"
).split()
TEXTS = st.text(max_size=30) | st.lists(st.sampled_from(PARTS), max_size=6).map(" ".join)
ADDRESSES = st.text(max_size=20).map("in/".__add__) | st.text("in/%25C3abé?#+ .@", max_size=25).map(
    "https://linkedin.com/in/".__add__
)
EMAILS = st.emails() | st.text("inabé+@.<>;KHr", max_size=15)


@settings(deadline=None)
@given(TEXTS)
def test_keys_of_keys_are_themselves(text):
    for key in (words, name_key, company_key):
        assert key(key(text)) == key(text)


@settings(deadline=None)
@given(ADDRESSES, EMAILS)
def test_keys_of_addresses_are_themselves(url, email):
    assert url_key(url_key(url)) == url_key(url)
    assert email_key(email_key(email)) == email_key(email)


@pytest.mark.parametrize(
    "spelling",
    [
        "dana  WHITLOCK",
        "Dana Whitlock, PhD",
        "Dana Whitlock MSc.",
        "Dana Whitlock- MBA, CAPM (PMI)",
        "Dr. Dana Whitlock",
        "Prof.Dr. Dana Whitlock, M.D.",
        "Dana Whitlock (She/ Her)",
        "Dana Whitlock she/her/hers",
        "Dana Whitlock (We're hiring)",
        "★ Dana Whitlock 🚀 ✔️",
        "𝐃𝐚𝐧𝐚 𝐖𝐡𝐢𝐭𝐥𝐨𝐜𝐤",
        "\u200fDana\u00a0Whitlock\u200d",
        "Dana\tWhitlock",
        "Whitlock, Dana",
        "Dána Whitlock",
        "Da\u0301na Whitlock",
        "Dana Whitlock | Speaker",
        "Dana Whitlock (née Lee)",
        "Dana Whitlock™",
    ],
)
def test_decoration_is_no_part_of_a_name(spelling):
    assert name_key(spelling) == "dana whitlock"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fenwick, Alice", "Fenwick, Bernard"),
        ("Amos Poole Sr.", "Amos Poole Jr."),
        ("Elias Thorn", "Elias Thorn III"),
        ("Ngozi Mba", "Ngozi"),
        ("Hai Do", "Hai"),
        ("राम", "रमा"),
        ("Kaga かが", "Kaka かか"),
        ("D. Whitlock", "Dana Whitlock"),
    ],
)
def test_other_names_stay_apart(one, other):
    assert name_key(one) != name_key(other)


def test_other_names_beside_a_name_are_kept():
    assert spelled("Solveig Anker (Holm)").others == ("Holm",)
    assert spelled("Ottilie Brandt geb. Krause").others == ("Krause",)
    assert spelled('Dana "Dee" Whitlock').others == ("Dee",)
    assert spelled("Dana Whitlock (Open to work)").others == ()
    assert spelled("Max Born").text == "Max Born"


@pytest.mark.parametrize(
    "spelling",
    [
        "ACME", "Acme, Inc.", "Acme,Inc.", "Acme GmbH & Co. KG", "Acme S.p.A.", "Acme Sp. z o.o.",
        "Acme Pvt. Ltd.", "Acme 有限公司", "Acme™", "Acme S.A. de C.V.", "Acme Oy", "Acme AS",
        " Acme  LLC ",
    ],
)  # fmt: skip
def test_legal_forms_are_no_part_of_a_company(spelling):
    assert company_key(spelling) == "acme"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plan A", "Plan"),
        ("Plan A", "Plan B"),
        ("Serenity Spa", "Serenity"),
        ("Acme UK Ltd", "Acme Ltd"),
        ("University of Northmere (Hart)", "University of Northmere (Dell)"),
        ("Events Unlimited", "Events"),
        ("Freelance Futures", "Freelance"),
        ("Acme as", "Acme"),
        ("The Acme", "Theacme"),
        ("Acme The", "Acme"),
        ("Die Cast Works", "Cast Works"),
        ("LA Fitness", "Fitness"),
        ("La Poste", "Poste"),
        ("Les Mills", "Mills"),
    ],
)
def test_other_companies_stay_apart(one, other):
    assert company_key(one) != company_key(other)
    assert company_key(one)


@pytest.mark.parametrize(
    "spelling",
    [
        "The Saltmarsh Museum", "THE SALTMARSH MUSEUM", "the saltmarsh museum, Inc.",
        "The Saltmarsh Museum (TSM)", "Saltmarsh Museum (TSM)", "The Saltmarsh Museum (SM)", "Saltmarsh Museum (SM)",
        "The-Saltmarsh Museum", '"The" Saltmarsh Museum', "The\u00a0Saltmarsh Museum Ltd.",
        "ООО The Saltmarsh Museum", "𝐓𝐡𝐞 Saltmarsh Museum",
    ],
)  # fmt: skip
def test_an_article_in_front_is_no_part_of_a_company(spelling):
    assert company_key(spelling) == "saltmarsh museum"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The", "the"), ("The The", "the"), ("The Limited", "limited"),
        ("The Independent", "the independent"), ("The Independent Ltd", "the independent"),
        ("The Retired", "the retired"), ("The -", "the"),
    ],
)  # fmt: skip
def test_an_article_stays_where_nothing_else_names_a_company(name, key):
    assert company_key(name) == key


@settings(deadline=None)
@given(TEXTS)
def test_an_article_tells_no_two_companies_apart(company):
    if key := company_key(company):
        assert company_key(f"The {company}") == key


@pytest.mark.parametrize("name", ["Co", "Limited", "Inc.", "AB", "株式会社"])
def test_a_company_called_like_a_legal_form_keeps_its_name(name):
    assert company_key(name)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "N.A.", "n/a", "Self-employed", "Self Employed", "self-employed consultant",
        "Freelance", "Freelancer", "Freelance Journalist", "Autônomo", "Autónoma", "Selbstständig",
        "Selbständig", "Freiberuflich", "Indépendant", "Libero professionista", "ZZP", "Stealth",
        "Stealth Mode Startup", "Stealth AI Startup", "STEALTH-MODE COMPANY", "Confidential",
        "Busqueda Activa de Empleo", "En búsqueda activa de empleo", "Looking for a new opportunity",
        "Currently seeking full-time roles", "À la recherche d'un emploi", "Auf Jobsuche",
        "Suche neue Herausforderung", "In cerca di lavoro", "Em busca de recolocação", "Open to Work",
        "Career Break", "Retired", "Unemployed", "フリーランス",
    ],
)  # fmt: skip
def test_who_has_no_employer_has_none(text):
    assert company_key(text) == ""


@pytest.mark.parametrize(
    "name", ["Seeking Alpha House", "Stealth Monitoring", "Independent Film Trust", "Private Equity Partners", "Retired Racehorse Trust", "The Available Light Company"]
)  # fmt: skip
def test_an_employer_whose_name_starts_like_none_is_one(name):
    assert company_key(name)


def test_profile_addresses():
    assert url_key("https://www.linkedin.com/in/zo%C3%AB-pr%C3%B8ve/") == "in/zoë-prøve"
    assert url_key("http://dk.linkedin.com/in/zoë-prøve/?trk=x") == "in/zoë-prøve"
    assert url_key("https://www.linkedin.com/in/zo%25C3%25AB") == "in/zoë"
    assert url_key("https://notlinkedin.com/in/zoe") == ""
    assert url_key("https://www.linkedin.com/company/acme") == ""
    assert url_key("%25" * 100_000) == ""


def test_mailboxes_of_an_office_are_nobodys():
    assert email_key("Info@acme.example") == email_key("box-office@acme.example") == ""
    assert email_key("<Dana+jobs@Post.example>") == "dana@post.example"
    assert email_key("dana at post") == ""


def test_finding_by_a_decorated_name():
    people = pd.DataFrame({"name": ["Dana Whitlock, PhD", "Sam Case"], "company": ""}, ["a", "b"])
    assert find(people, "Whitlock, Dana") == "a"
    with pytest.raises(UnknownPerson, match="nobody is called"):
        find(people, "Case, Dana")
