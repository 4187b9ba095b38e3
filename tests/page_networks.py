"""Networks for the pages: one with a log, one of day one, one whose every text attacks the page."""

import random

import pandas as pd

import netscout as ns

GOAL = ns.Goal(companies=["Marquee Theatricals"], roles=["publicist"])
FIRST = [
    "Ada",
    "Ben",
    "Chloe",
    "Dan",
    "Eve",
    "Finn",
    "Grace",
    "Hugo",
    "Iris",
    "Jack",
    "Kira",
    "Leo",
]
LAST = [
    "Okafor",
    "Müller",
    "García",
    "Nguyen",
    "Patel",
    "Kim",
    "Silva",
    "Haddad",
    "Novák",
    "Ferrari",
]
COMPANIES = ["Marquee Theatricals", "Brightwater PR", "Tidewell Agency", "Northlight Media"]

HOSTILE = [
    "</script><script>window.PWNED=1</script>",
    '"><img src=x onerror="window.PWNED=2">',
    "'><svg onload=window.PWNED=3>",
    "javascript:window.PWNED=4",
    '<a href="javascript:window.PWNED=5">href</a>',
    "{{ 7*7 }}{% raw %}${window.PWNED=6}",
    "line\u2028separator\u2029window.PWNED=7",
    "\u202egnp.exe\u2066<b onmouseover=window.PWNED=8>",
    "--><!--<script>window.PWNED=9//",
    "</style><style>*{display:none!important}</style>",
    "</textarea></title><iframe srcdoc='<script>parent.PWNED=10</script>'>",
    "$\\frac{$ \\N{BULLET} %s {0} &lt;script&gt;",
    "李小龙 🎭 Zoë \u0627\u0644\u0639",
    "\x00\x07 \ud800 lone",
    "W" * 400,
]


def network(people, events, **options):
    people = pd.DataFrame.from_dict(people, orient="index")
    columns = ["date", "kind", "source", "target", "note"]
    events = pd.DataFrame([(*event, "")[:5] for event in events], columns=columns)
    return ns.Network(people, events, "me", **options)


def grown():
    """Twelve people: two branches, one three referrals deep, contacts at two companies."""
    people = {
        name.lower(): {"name": name, "company": company, "role": role, "email": f"{name}@x.example"}
        for name, company, role in [
            ("Ada", "Marquee Theatricals", "Publicist"),
            ("Ben", "Tidewell Agency", "Analyst"),
            ("Cleo", "Marquee Theatricals", "Manager"),
            ("Dan", "Northlight Media", "Publicist"),
            ("Eve", "Northlight Media", "Founder"),
            ("Finn", "Tidewell Agency", "Publicist"),
            ("Gus", "Tidewell Agency", "Analyst"),
            ("Hal", "Brightwater PR", "Analyst"),
            ("Ida", "Brightwater PR", "Analyst"),
            ("Jo", "Brightwater PR", "Analyst"),
            ("Kit", "", "Analyst"),
        ]
    }
    people["me"] = {"name": "Robin Ashby", "company": "State University", "role": "Student"}
    people["ada"]["note"] = "prefers the phone"
    people["ada"]["url"] = "https://www.linkedin.com/in/ada"
    known = ["ada", "ben", "finn", "gus", "hal", "ida", "jo", "kit"]
    events = [("2025-09-01", "knows", "me", person) for person in known]
    events += [
        ("2025-10-01", "asked", "me", "ada"),
        ("2025-10-03", "met", "me", "ada", "said much"),
        ("2025-10-03", "named", "ada", "cleo"),
        ("2025-10-10", "met", "me", "cleo"),
        ("2025-10-10", "introduced", "cleo", "dan"),
        ("2025-10-20", "met", "me", "dan"),
        ("2025-10-20", "named", "dan", "eve"),
        ("2025-10-25", "asked", "me", "ben"),
        ("2025-10-26", "knows", "ben", "finn"),
    ]
    return network(people, events, goal=GOAL)


def day_one(count=120, seed=1):
    """A LinkedIn export without a log."""
    dice = random.Random(seed)
    people = {
        f"x{number}": {
            "name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
            "company": dice.choice([*COMPANIES, *COMPANIES, "", f"Firm {number}"]),
            "role": dice.choice(["Publicist", "Analyst", "Account Executive"]),
        }
        for number in range(count)
    }
    people["me"] = {"name": "Robin Ashby"}
    start = pd.Timestamp("2024-01-01")
    events = [
        (start + pd.Timedelta(days=dice.randrange(700)), "knows", "me", person)
        for person in people
        if person != "me"
    ]
    return network(people, events, goal=GOAL)


def hostile():
    """Every text of the tables attacks: names, companies, roles, notes, ids, the owner, the goal."""
    people = {"me": {"name": HOSTILE[0], "company": HOSTILE[1], "role": HOSTILE[2]}}
    for number, text in enumerate(HOSTILE):
        other = HOSTILE[(number + 1) % len(HOSTILE)]
        people[f"{number} {text}"] = {
            "name": text, "company": other, "role": text, "school": other, "location": text,
            "note": text, "email": text, "url": "javascript:window.PWNED=11",
        }  # fmt: skip
    ids = [person for person in people if person != "me"]
    events = [("2026-01-01", "knows", "me", person, HOSTILE[0]) for person in ids[:10]]
    events += [("2026-01-05", "asked", "me", person) for person in ids[:6]]
    events += [("2026-01-06", "met", "me", person, HOSTILE[3]) for person in ids[:5]]
    events += [
        ("2026-01-06", "named", ids[number % 5], person) for number, person in enumerate(ids[10:])
    ]
    return network(people, events, goal=ns.Goal(companies=HOSTILE[:8], roles=[HOSTILE[5]]))
