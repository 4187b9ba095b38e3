"""Invented people as several files write them, and which records are the same person.

Written before the scorer. A group is a few records of one or more people; records of the same
letter are one person, all others (also of other groups) are different people. What only the same
name tells (an initial, a changed surname) gets a second trace (company, e-mail), since without
one nobody could say. Half of the true pairs lack the company on one side or have changed it.
"""

import csv
import random
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd
from fresh_pairs import FRESH

import netscout as ns
from netscout.identity import url_key
from netscout.readers import examine
from netscout.readers.folder import _read

SEEDS = (20260301, 1, 2)
FIELDS = ("name", "company", "email", "school", "url")
GIVEN = [
    "Dana",
    "Priya",
    "Tomás",
    "Ingrid",
    "Kofi",
    "Leïla",
    "Marek",
    "Yuki",
    "Soraya",
    "Anselm",
    "Beatriz",
    "Caspian",
    "Delphine",
    "Emeka",
    "Freja",
    "Gideon",
    "Hanneke",
    "Isolde",
    "Joaquín",
    "Kateřina",
    "Lorcan",
    "Mireille",
    "Nadia",
    "Oskar",
    "Petra",
    "Quentin",
    "Rahel",
    "Stellan",
    "Tamsin",
    "Ulrike",
    "Viggo",
    "Wanjiru",
    "Xenia",
    "Yaw",
    "Zdeněk",
    "Aurelio",
    "Briony",
    "Cormac",
    "Dorothea",
    "Elif",
    "Fabrizio",
    "Gwendolyn",
    "Halvard",
    "Ilse",
    "Jovana",
    "Kelechi",
    "Ludovic",
    "Maëlle",
    "Noor",
    "Odalys",
]
FAMILY = [
    "Whitlock",
    "Okonjo-Bell",
    "Larkspur",
    "Venkatraman",
    "Østergård",
    "Brandvold",
    "Castellane",
    "Dragomir",
    "Eisenbart",
    "Fairweather",
    "Grünwald",
    "Hollingberry",
    "Imlay",
    "Jablonski",
    "Kestrel",
    "Lindqvist",
    "Mbeki-Rowe",
    "Nakashiro",
    "Ollivander",
    "Pemberley",
    "Quillfeather",
    "Rosenqvist",
    "Sankaranarayan",
    "Thistlewood",
    "Ullmark",
    "Vandermeer",
    "Winterbourne",
    "Yarrowby",
    "Zeballos",
    "Abernethy",
    "Blackthorn",
    "Czerwinski",
    "Dunmore",
    "Ekström",
    "Fitzhugh",
    "Gallowglass",
    "Haverstock",
    "Ironmonger",
    "Juskowiak",
    "Kirkbride",
    "Lombardelli",
    "Montclair",
    "Nørgaard",
    "Ottoline",
    "Prøve",
    "Rasmussen",
    "Sörensen",
    "Tremblay-Roy",
    "Umbertide",
    "Vasquez-Lund",
]
COMPANIES = """Marquee Theatricals|Lantern Stage Works|Proscenium Partners|Harbor Light Opera|Plan A
Studio|Curtain & Call|Northlight Media|Bluebell Analytics|Cobalt Freight|Juniper Health|Tessellate
Labs|Orchard Street Press|Kingfisher Bank|Saltmarsh Energy|Foxglove Design|Meridian Rail|Copperfield
Books|Quarry Hill Foods|Aster Robotics|Windmill Insurance|Larch Consulting|Paper Crane Games|Tidewater
Shipping|Velvet Rope Events|Granite Peak Capital""".replace("\n", " ").split("|")
SCHOOLS = ["Hartwell College", "University of Northmere", "St. Aldhelm's", "Técnica de Valdoro"]
NICKNAMES = [
    "William/Bill",
    "Robert/Bob",
    "Elizabeth/Liz",
    "Margaret/Peggy",
    "James/Jim",
    "Katherine/Kate",
    "Richard/Dick",
    "Michael/Mike",
    "Alexander/Sasha",
    "Theodore/Ted",
    "Francisco/Paco",
    "José/Pepe",
    "Edward/Ned",
    "Charles/Chuck",
    "Johannes/Hans",
    "Giuseppe/Beppe",
]


@dataclass
class Group:
    """Records of a few people; `kind` says what is hard about them."""

    kind: str
    records: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def record(text):
    """Return a record written as `name; company; email; school; url`."""
    cells = [cell.strip() for cell in text.split(";")]
    return dict(zip(FIELDS, cells + [""] * (len(FIELDS) - len(cells)), strict=True))


def bold(text):
    """Return letters as the maths-bold ones people decorate their names with."""
    return "".join(
        chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z" else
        chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z" else c
        for c in text
    )  # fmt: skip


def plain(text):
    """Return a text as somebody without a foreign keyboard types it."""
    table = str.maketrans("øØåÅüöäëïéèáíóñřěžĆ", "oOaAuoaeieeaionrezC")
    return text.translate(table)


def german(text):
    for umlaut, typed in (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ø", "oe"), ("å", "aa")):
        text = text.replace(umlaut, typed)
    return text


def typo(text, rng):
    """Return a surname with two inner letters swapped or one left out."""
    place = rng.randrange(2, len(text) - 2)
    if rng.random() < 0.5:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + text[place + 1 :]


# name of the distortion: (given, family, rng) → how the second file writes the name
SPELLINGS = {
    "same name": lambda g, f, r: f"{g} {f}",
    "case and blanks": lambda g, f, r: r.choice([f"{g}  {f} ", f"{g} {f}".upper(), f"{g}\t{f}".lower()]),
    "credentials after a comma": lambda g, f, r: f"{g} {f}, {r.choice(['PhD', 'MBA, CAPM (PMI)', 'M.D.', 'CPA, CFA', 'Ed.D.'])}",
    "credentials": lambda g, f, r: f"{g} {f}{r.choice([' MSc.', '- MBA', ' PMP', ' Ph.D', ' | CFA', ' RN, BSN'])}",
    "pronouns or status": lambda g, f, r: f"{g} {f} {r.choice(['(She/ Her)', '(they/them)', '(We are hiring)', '(él)', 'she/her/hers'])}",
    "emoji": lambda g, f, r: f"{r.choice(['★ ', '', '🔸'])}{g} {f} {r.choice(['🚀', '✔️', '🇩🇰', '👩‍🔬'])}",
    "maths-bold": lambda g, f, r: bold(f"{g} {f}"),
    "title": lambda g, f, r: f"{r.choice(['Dr.', 'Prof.Dr. ', 'Ing.', 'Dr. med.', 'Mag.', 'Sir', 'Eng.'])} {g} {f}",
    "invisible marks": lambda g, f, r: f"\u200f{g}\u00a0{f}\u200e\u200d",
    "missing accents": lambda g, f, r: plain(f"{g} {f}"),
    "umlauts typed out": lambda g, f, r: german(f"{g} {f}"),
    "swapped with a comma": lambda g, f, r: f"{f}, {g}",
    "swapped": lambda g, f, r: f"{f.upper() if r.random() < 0.5 else f} {g}",
    "nickname in brackets": lambda g, f, r: g + r.choice([" “{}” ", " ({}) ", ' "{}" ']).format(g[:2] + "x") + f,
    "middle name": lambda g, f, r: f"{g} {r.choice(['Marie', 'J.', 'Alan', 'de', 'K'])} {f}",
    "maiden name in brackets": lambda g, f, r: f"{g} {f} ({r.choice(['née ', 'geb. ', ''])}{r.choice(['Morrow', 'Baptiste', 'Sato'])})",
    "status after a bar": lambda g, f, r: f"{g} {f} {r.choice(['| Open to work', '– Speaker & Author', '• ICF Coach'])}",
}  # fmt: skip
# those that no one could decide by the name alone
WEAK = {
    "initial of the surname": lambda g, f, r: f"{g} {f[0]}.",
    "initial of the first name": lambda g, f, r: f"{g[0]}. {f}",
    "typing error": lambda g, f, r: f"{g} {typo(f, r)}",
    "letters lost": lambda g, f, r: "".join(c if c.isascii() else "\ufffd" for c in f"{g} {f}"),
}  # fmt: skip


def company_as(company, rng):
    """Return a company as another file may write it."""
    return rng.choice(
        [company, company.upper(), f"{company}, Inc.", f"{company} GmbH", f" {company} "]
    )


def first(given, family, rng):
    """Return a record of a list of connections, which rarely has an e-mail."""
    slug = f"in/{given}-{family}-{rng.randrange(1000)}".lower()
    return {
        "name": f"{given} {family}", "company": rng.choice(COMPANIES),
        "email": mail(given, family) if rng.random() < 0.1 else "",
        "school": rng.choice(SCHOOLS) if rng.random() < 0.3 else "", "url": slug,
    }  # fmt: skip


def mail(given, family):
    return plain(f"{given}.{family}@mail.example").lower()


def second(spelling, one, rng, *, weak):
    """Return the same person as another file has them: log, address book, older export."""
    other = {"name": spelling, "company": "", "email": "", "school": "", "url": ""}
    traces = rng.random()
    if weak or traces < 0.5:
        other["company"] = company_as(one["company"], rng)
    elif traces < 0.65:
        other["company"] = rng.choice([c for c in COMPANIES if c != one["company"]])
    if rng.random() < 0.4:
        other["email"] = mail(*one["name"].split(" ", 1)).replace("mail.", "post.")
    if one["school"] and rng.random() < 0.5:
        other["school"] = one["school"]
    if rng.random() < 0.15 and not weak:
        other["url"] = one["url"] + "-renamed"
        other["company"] = company_as(one["company"], rng)
    return other


def spelled(rng):
    """Return groups of one invented person in two spellings, each full name used once."""
    names = [(g, f) for g in GIVEN for f in FAMILY]
    rng.shuffle(names)
    groups = []
    for table, weak in ((SPELLINGS, False), (WEAK, True)):
        for kind, spell in table.items():
            for _ in range(15):
                if kind in {"missing accents", "umlauts typed out", "letters lost"}:
                    at = next(i for i, (g, f) in enumerate(names) if not f"{g}{f}".isascii())
                    given, family = names.pop(at)
                else:
                    given, family = names.pop()
                one = first(given, family, rng)
                other = second(spell(given, family, rng), one, rng, weak=weak)
                groups.append(Group(kind, [("A", one), ("A", other)]))
    for pair in NICKNAMES:
        formal, short = pair.split("/")
        one = first(formal, names.pop()[1], rng)
        other = second(f"{short} {one['name'].split(' ', 1)[1]}", one, rng, weak=True)
        groups.append(Group("nickname", [("A", one), ("A", other)]))
    return groups


# Letters say who is who; a line is a record. Hard ones, all invented by hand.
BY_HAND = """
# non-Latin
A Иван Петров; Northlight Media;;; in/ivan-petrov-9 / A Ivan Petrov; Northlight Media
A Наталья Соколова; Cobalt Freight / A Natalya Sokolova; Cobalt Freight LLC; natalya@sok.example
A Ольга Лебедева; Juniper Health;;; in/olga-l / A Olga Lebedeva; Juniper Health
A Γιάννης Παππάς; Meridian Rail / A Giannis Pappas; Meridian Rail
A 李小龍; Aster Robotics;;; in/xiaolong / A 小龍 李; Aster Robotics
A 田中 花子; Paper Crane Games;;; in/hanako / A 花子 田中; Paper Crane Games
A 김민준; Tessellate Labs;;; in/minjun / A 김 민준; Tessellate Labs
A محمد الهاشمي; Saltmarsh Energy;;; in/mh / A مُحَمَّد الهاشمي; Saltmarsh Energy
A محمـــد العلوي; Kingfisher Bank / A محمد العلوي; Kingfisher Bank
A प्रिया शर्मा; Bluebell Analytics;;; in/psharma-d / A प्रिया  शर्मा ✨; Bluebell Analytics
A Đặng Thị Hương; Foxglove Design;;; in/dth / A Dang Thi Huong; Foxglove Design
A Łukasz Wójcik; Larch Consulting;;; in/lwojcik / A Lukasz Wojcik
A Þórdís Ægisdóttir; Meridian Rail / A Thordis Aegisdottir; Meridian Rail
# changed surname
A Harriet Bellweather; Copperfield Books;;; in/hbellweather / A Harriet Stroud (née Bellweather); Copperfield Books
A Solveig Anker (Holm); Windmill Insurance;;; in/solveig-anker / A Solveig Holm; Windmill Insurance
A Carmen Iturbe; Orchard Street Press; carmen.i@post.example / A Carmen Iturbe-Falk; Orchard Street Press
A Rosalind Pike; Velvet Rope Events;;; in/rosalind-pike / A Rosalind Pike-Amadi;;;
A Mette Krogh Dahl; Quarry Hill Foods;;; in/mettekd / A Mette Dahl; Quarry Hill Foods
A Ottilie Brandt geb. Krause; Granite Peak Capital / A Ottilie Krause; Granite Peak Capital
A Signe Vang; Tidewater Shipping; signe@vang.example / A Signe Moltke; Tidewater Shipping; signe@vang.example
# two surnames
A María Fernanda García Lozano; Saltmarsh Energy;;; in/mfgl / A María Fernanda García; Saltmarsh Energy
A João Pedro da Silva Torquato; Meridian Rail;;; in/jpst / A João Torquato; Meridian Rail
A Ana Lucía Ibáñez de la Peña; Juniper Health / A Ana Ibáñez; Juniper Health
A Luís Quaresma Brandão; Cobalt Freight;;; in/lqb / A Luis Brandao; Cobalt Freight
# double first names
A Jean-Pierre Delacourt; Harbor Light Opera;;; in/jpd / A Jean Pierre Delacourt
A Mary-Jane O'Rourke; Lantern Stage Works;;; in/mjor / A Mary Jane ORourke; Lantern Stage Works
A Karl-Heinz von Trotha; Kingfisher Bank / A Heinz von Trotha; Kingfisher Bank
A Anne-Sophie van der Velde; Foxglove Design;;; in/asvdv / A van der Velde, Anne-Sophie
# same mailbox
A Imogen Starling; Paper Crane Games; Imogen.Starling@paper.example / A I. Starling;; imogen.starling@PAPER.example
A Rufus Oakhanger;; r.oakhanger@post.example;; in/rufus-o / A Rufus O; Copperfield Books; r.oakhanger+net@post.example
A B. Achterberg; Aster Robotics; bram@achterberg.example / A Bram Achterberg;; bram@achterberg.example
# same profile
A Clementine Ashgrove; Kingfisher Bank;;; https://www.linkedin.com/in/clem%C3%A9-ashgrove / A Clem Ashgrove; Orchard Street Press;;; in/clemé-ashgrove
A Zoë Prøve-Lind; Plan A Studio;;; https://www.linkedin.com/in/zo%C3%AB-pl / A Zoe PL;;;; http://dk.linkedin.com/in/zoë-pl/?trk=x
# father and son, both here
A Walter Brightwater Sr.; Brightwater & Sons;;; in/walter-b / B Walter Brightwater Jr.; Brightwater & Sons;;; in/walter-b-jr
A Elias Thornbury; Thornbury Estate; elias@thornbury.example / B Elias Thornbury III; Thornbury Estate; e3@thornbury.example
A Augustus Penhallow II; Penhallow Press;;; in/apenhallow2 / B Augustus Penhallow Jr; Penhallow Press
A Amos Greythorne, Sr; Greythorne Farms / B Amos Greythorne, Jr; Greythorne Farms
# siblings
A Daniel Cavendish-Roe; Cavendish Roe Ltd;; Hartwell College / B Daniela Cavendish-Roe; Cavendish Roe Ltd;; Hartwell College
A Marco Bellandi; Bellandi Vini;;; in/marco-bellandi / B Marcos Bellandi; Bellandi Vini;;; in/marcos-bellandi
A Jan Hrdlička; Hrdlička Stavby / B Jana Hrdličková; Hrdlička Stavby
A Kim Min-jun; Tessellate Labs / B Kim Min-jung; Tessellate Labs
A Ayşe Karahan; Karahan Tekstil; info@karahan.example / B Ayla Karahan; Karahan Tekstil; info@karahan.example
A Peter Molnár; Molnár és Társa / B Petra Molnár; Molnár és Társa
A Ravi Subramaniam-Hale; Copperfield Books / B Raji Subramaniam-Hale; Copperfield Books
A Emil Aagaard;;; in/emil-aagaard; / B Emilie Aagaard;;;
A Francis Tillinghast; Juniper Health / B Frances Tillinghast; Juniper Health
A Ola Nordmann-Vik; Meridian Rail / B Olav Nordmann-Vik; Meridian Rail
# couples with one mailbox
A Gareth Pellow;; thepellows@post.example / B Morwenna Pellow;; thepellows@post.example
A Hugo Lindhagen;; hugo.und.tilde@post.example / B Tilde Ramberg;; hugo.und.tilde@post.example
# an office mailbox
A Sunniva Aasen; Velvet Rope Events; info@velvetrope.example / B Torbjørn Lie; Velvet Rope Events; info@velvetrope.example
A Celia Rampton; Harbor Light Opera; boxoffice@harborlight.example / B Desmond Oyelaran; Harbor Light Opera; boxoffice@harborlight.example
A Sam Ridgeway; Plan A Studio; hello@plana.example / B Sam Ridgeley; Plan A Studio; hello@plana.example
# namesakes with very common names
A John Smith; Kingfisher Bank;;; in/john-smith-1 / B John Smith; Meridian Rail;;; in/john-smith-2 / C John Smith; Juniper Health;;; in/jsmith-x / D John Smith, CPA; Copperfield Books;;; in/john-smith-cpa
A Maria Garcia; Saltmarsh Energy;;; in/mgarcia / B María García; Foxglove Design;;; in/maria-garcia-3 / C Maria Garcia; Northlight Media;;; in/maria-g-33
A Wei Zhang; Aster Robotics;;; in/weizhang1 / B Wei Zhang; Tessellate Labs;;; in/wei-zhang-77 / C Zhang Wei; Kingfisher Bank;;; in/zhangw
A David Lee; Windmill Insurance;;; in/davidlee / B David Lee; Larch Consulting;;; in/david-lee-ny / C David Lee; Self-employed;;; in/dlee
A Anna Müller; Meridian Rail;;; in/anna-mueller / B Anna Müller; Juniper Health;;; in/annamueller2
A Mohammed Ali; Cobalt Freight;;; in/moali / B Mohamed Ali; Quarry Hill Foods;;; in/mohamed-ali-5
A Priya Sharma; Bluebell Analytics;;; in/priya-sharma / B Priya Sharma; Granite Peak Capital;;; in/priyasharma7
A James Brown; Plan A;;; in/james-brown-a / B James Brown; Plan;;; in/james-brown-b
A Michael Johnson; Freelance;;; in/mjohnson1 / B Michael Johnson; Freelance;;; in/mjohnson2
A Sarah Jones; Self-employed;;; in/sjones / B Sarah Jones; Stealth Startup;;; in/sarahj
A Ahmed Hassan; Confidential;;; in/ahassan / B Ahmed Hassan; Tidewater Shipping;;; in/ahmed-h
A Nguyen Van Anh; Foxglove Design;;; in/nva / B Nguyen Van An; Foxglove Design;;; in/nvan
A Jan Jansen; Velvet Rope Events;;; in/jansen-jan / B Jan Janssen; Orchard Street Press;;; in/janjanssen
A Ann Lee; Kingfisher Bank;;; in/ann-lee-1 / B Lee Ann; Paper Crane Games;;; in/lee-ann-2
# the same very common name, and it is one person
A Thomas Miller; Windmill Insurance;;; in/thomas-miller-9 / A Thomas Miller; Windmill Insurance Ltd; tm@windmill.example
A Laura Martin; Copperfield Books;; Hartwell College; in/lauramartin / A Laura Martin; Copperfield Books; laura@martin.example
A Daniel Kim; Aster Robotics;;; in/danielkim / A Daniel Kim; Aster Robotics
A Robert Brown; Harbor Light Opera;;; in/rbrown / A Bob Brown; Harbor Light Opera
# namesakes with rarer names
A Perpetua Goldsworthy; Kingfisher Bank;;; in/perpetua / B Perpetua Goldsworth; Cobalt Freight;;; in/p-goldsworth
A Linus Ekdahl; Meridian Rail;; University of Northmere; in/linus-ekdahl / B Linus Ekdal; Juniper Health;; Hartwell College; in/linus-ekdal
# colleagues with the same first name
A Benedikta Rúnarsdóttir; Lantern Stage Works / B Benedikta Ragnarsdóttir; Lantern Stage Works
A Nathaniel Corder; Tessellate Labs / B Nathaniel Cordell; Tessellate Labs
A Imelda Santoro; Kingfisher Bank / B Imelda Santos; Kingfisher Bank
A Chris Wainwright; Larch Consulting / B Christina Wainscott; Larch Consulting
A Wang Wei; Aster Robotics;;; in/wangwei / B Wang Wen; Aster Robotics;;; in/wangwen
A Li Na; Bluebell Analytics;;; in/lina / B Li Nan; Bluebell Analytics;;; in/linan
A Ingmar Sjöholm; Quarry Hill Foods / B Ingmar Sjögren; Quarry Hill Foods
# colleagues with the same surname and initial
A Diane Hathersage; Foxglove Design / B Donald Hathersage; Foxglove Design
A Keith Attenbury; Cobalt Freight;;; in/kattenbury / B Karen Attenbury; Cobalt Freight;;; in/karenatt
A Miriam Van Houten; Plan A Studio / B Mira Van Houten; Plan A Studio
# middle names that differ
A John A. Smythe; Granite Peak Capital;;; in/jasmythe / B John B. Smythe; Granite Peak Capital;;; in/jbsmythe
A Elena Sofía Marchetti; Juniper Health / B Elena Chiara Marchetti; Juniper Health
A George R. Pottinger; Windmill Insurance / B George T. Pottinger; Windmill Insurance
A Juan Carlos Mendizábal; Meridian Rail / B Juan Manuel Mendizábal; Meridian Rail
# an initial that may be two
A Tabitha Wolverton; Northlight Media / B Theodora Wolverton; Cobalt Freight / B T. Wolverton; Cobalt Freight
A Rupert Ashdown; Plan A / B R. Ashdown; Plan
A P. Ellsworth; Kingfisher Bank / B Philippa Ellsworth; Orchard Street Press
A Cedric M; Meridian Rail / B Cedric Mowbray; Bluebell Analytics
A K. Smith; Juniper Health / B Kevin Smith; Cobalt Freight / C Karen Smith; Windmill Insurance
A J. Lee; Tessellate Labs / B Jonathan Lee; Foxglove Design
# other second surname
A Pablo Romero Vidal; Saltmarsh Energy;;; in/promerov / B Pablo Romero Castaño; Saltmarsh Energy;;; in/promeroc
A Lucía Fernández Soto; Cobalt Freight / B Lucía Fernández Prado; Juniper Health
# an organisation posing as a person
A Hartwell Alumni Office; Hartwell College / B Hartwell Careers Office; Hartwell College
A Lantern Stage; Lantern Stage Works / B Lantern Works; Lantern Stage Works
# surnames that look like credentials
A Ngozi Mba; Kingfisher Bank / B Ngozi Okafor MBA; Juniper Health
A Hai Do; Aster Robotics;;; in/haido / B Hai Dong; Aster Robotics;;; in/haidong
A Yo-Yo Ma; Harbor Light Opera / B Yolanda Marsh, MA; Harbor Light Opera
# family name before a comma
A Fenwick, Alice; Copperfield Books / B Fenwick, Bernard; Copperfield Books
A Osei, Kwame; Meridian Rail / B Osei, Kwabena; Meridian Rail
"""


def by_hand(text):
    groups, kind = [], ""
    for line in text.strip().splitlines():
        if line.startswith("#"):
            kind = line[1:].strip()
            continue
        parts = [part.strip() for part in line.split(" / ")]
        groups.append(Group(kind, [(part[0], record(part[2:])) for part in parts]))
    return groups


def labelled(seed=SEEDS[0]):
    """Return the people table, who each record really is, and the labelled pairs with their kind.

    With `seed="fresh"` it is the set that was written before it was measured.
    """
    fresh = seed == "fresh"
    groups = by_hand(FRESH) if fresh else [*spelled(random.Random(seed)), *by_hand(BY_HAND)]
    rows, entity, pairs = [], {}, []
    for number, group in enumerate(groups):
        ids = []
        for place, (letter, cells) in enumerate(group.records):
            person = f"p{number}-{place}"
            rows.append({"person": person, **cells})
            entity[person] = f"{number}{letter}"
            ids.append(person)
        pairs += [(a, b, entity[a] == entity[b], group.kind) for a, b in combinations(ids, 2)]
    people = pd.DataFrame(rows).sample(frac=1, random_state=4).set_index("person")
    for column in ("role", "location", "tags", "note", "origin"):
        people[column] = ""
    return people, entity, pairs


def write_folder(folder, people):
    """Write the records as a user's files, and return the profile address of each connection.

    The first record with a profile address is a connection, all others stand in an address book,
    where the tag of each is its label, so that a reader of the network sees where it went.
    """
    connected, rest = {}, []
    for person, row in people.iterrows():
        key = url_key(row["url"])
        if key and key not in connected.values():
            connected[person] = key
        else:
            rest.append(person)
    (folder / "contacts").mkdir()
    with (folder / "Connections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "First Name",
                "Last Name",
                "URL",
                "Email Address",
                "Company",
                "Position",
                "Connected On",
            ]
        )
        for person, key in connected.items():
            row = people.loc[person]
            address = f"https://www.linkedin.com/{key}"
            writer.writerow(
                [row["name"], "", address, row["email"], row["company"], "", "05 Nov 2023"]
            )
    with (folder / "contacts" / "book.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        columns = ["name", "company", "email", "school", "url"]
        writer.writerow([*columns, "tags"])
        for person in rest:
            writer.writerow([*people.loc[person, columns], person])
    return connected


@dataclass(frozen=True)
class Measured:
    """What netscout makes of a labelled set that it reads as a user's files; pairs of labels."""

    people: pd.DataFrame
    merged: list[tuple[str, str]]
    wrongly_merged: list[tuple[str, str]]
    proposed: list[tuple[str, str]]
    wrongly_proposed: list[tuple[str, str]]
    true: list[tuple[str, str]]
    missed: list[tuple[str, str]]

    def said(self, pairs):
        """Return pairs of records as lines to be read after a failure."""
        cells = self.people[["name", "company", "email"]].agg("; ".join, axis=1)
        return "\n" + "\n".join(f"{cells[a]} <> {cells[b]}" for a, b in sorted(map(sorted, pairs)))


def measure(seed, folder):
    """Read a labelled set from an empty folder and compare with who each record really is."""
    people, entity, pairs = labelled(seed)
    where = write_folder(folder, people)
    for person, tags in ns.load(folder).people["tags"].items():
        where |= dict.fromkeys(filter(None, tags.split("; ")), person)
    left = _read(folder, None).book.left
    where |= {contact["tags"]: own for own, contact in left.items()}
    assert set(where) == set(entity), "a record got lost"
    labels = {}
    for label, person in where.items():
        labels.setdefault(person, []).append(label)
    merged = [pair for together in labels.values() for pair in combinations(together, 2)]
    table = examine(folder).same_person
    linked = set(map(frozenset, zip(table["person"], table["other"], strict=True)))
    proposed = [(labels[a][0], labels[b][0]) for a, b in map(sorted, linked)]
    true = [(a, b) for a, b, same, _kind in pairs if same]

    def wrong(found):
        return [(a, b) for a, b in found if entity[a] != entity[b]]

    missed = [
        (a, b) for a, b in true if where[a] != where[b] and {where[a], where[b]} not in linked
    ]
    return Measured(people, merged, wrong(merged), proposed, wrong(proposed), true, missed)
