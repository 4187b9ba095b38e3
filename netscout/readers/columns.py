"""Which column of a stranger's table holds what: known headers, similar ones, and what was left.

The answer is shown to the user, who can fix it by naming the header for a column of ours.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from netscout.errors import ReadError, did_you_mean
from netscout.identity import words
from netscout.readers.sheet import DELIMITERS, HEADER_WITHIN, Layout, bare_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netscout.readers.text import Lines

ALIKE = 86
SHORTEST_ALIKE = 5
LONGEST_HEADER = 60
MOST_COLUMNS = 1_000
ALIASES = {
    "name": """name|full name|display name|contact|contact name|person|member|participant|attendee|
        nombre completo|nombre y apellidos|nom complet|vollstandiger name|nome completo|
        nome e cognome|naam|navn|namn|file as""",
    "first": """first name|given name|forename|first|preferred name|vorname|prenom|nombre|
        primer nombre|primeiro nome|voornaam|fornavn|fornamn|imie|jmeno|keresztnev""",
    "last": """last name|surname|family name|last|nachname|familienname|nom|nom de famille|apellido|
        apellidos|sobrenome|apelido|cognome|achternaam|efternavn|efternamn|nazwisko|prijmeni|
        vezeteknev|soyad""",
    "company": """company|employer|organization|organisation|current company|current employer|
        current organization|company name|organization name|organisation name|employer name|firm|
        business|workplace|works at|works for|firma|unternehmen|arbeitgeber|empresa|empresa atual|
        compania|organizacion|entreprise|societe|employeur|organisme|azienda|societa|organizzazione|bedrijf|
        werkgever|virksomhed|foretag|arbetsgivare|spolecnost|zamestnavatel|sirket""",
    "role": """role|title|job title|position|current position|current title|job|occupation|
        designation|current role|position title|headline|beruf|berufsbezeichnung|funktion|stellung|
        jobtitel|cargo|puesto|ocupacion|poste|fonction|titre|ruolo|posizione|qualifica|functie|
        functietitel|stilling|titel|stanowisko|pozice|unvan""",
    "school": """school|schools|university|college|alma mater|institution|school name|universitat|
        hochschule|schule|universidad|escuela|universite|ecole|universita|scuola|universidade|
        faculdade|universiteit|uczelnia""",
    "location": """location|city|region|metro area|city state|ort|stadt|standort|ciudad|ubicacion|
        ville|lieu|citta|luogo|cidade|localizacao|stad|plaats|miasto""",
    "email": """email|e mail|email address|e mail address|mail|primary email|work email|
        personal email|preferred email|e mail adresse|mail adresse|correo|correo electronico|
        direccion de correo electronico|courriel|adresse e mail|adresse electronique|
        posta elettronica|indirizzo e mail|endereco de e mail|e post|e posta""",
    "url": """url|linkedin|linkedin url|linkedin profile|profile url|profile|public profile url|
        linkedin profile url|linked in profile url|linkedin link|profile link|
        default profile url|linkedin profil|profil linkedin|perfil linkedin|perfil de linkedin|
        profilo linkedin""",
    "tags": """tags|tag|labels|label|categories|category|groups|group|kategorien|kategorie|
        categorias|categoria|etiquetas|etiketten""",
    "note": """note|notes|comment|comments|remark|remarks|notizen|notiz|bemerkung|bemerkungen|notas|
        observaciones|observacoes|remarques|commentaires|osservazioni|opmerkingen""",
}
"""Our column → what others call it."""
PRIVATE = frozenset(
    """phone telephone mobile cell tel fax pager birthday birth dob geburtstag telefon handy street
    strasse zip postal postcode plz calle rue telefono celular portable anniversary spouse gender
    passport ssn iban password""".split()
)
"""A header with such a word is never read."""
NEEDED = (
    frozenset({"name"}),
    frozenset({"first", "last"}),
    frozenset({"first", "company"}),
    frozenset({"last", "company"}),
)


@dataclass(frozen=True)
class Columns:
    """What a header holds: our column → its header, how that was found, and what is left over."""

    found: dict[str, str]
    how: dict[str, str]
    left: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether people can be read by these columns."""
        return any(needed <= self.found.keys() for needed in NEEDED)

    def __str__(self) -> str:
        read = ", ".join(
            f"{ours} from {theirs!r}{self.how[ours]}" for ours, theirs in self.found.items()
        )
        left = f"; not read: {', '.join(map(repr, self.left[:12]))}" if self.left else ""
        more = f" and {len(self.left) - 12:,} more" if len(self.left) > 12 else ""
        return f"columns: {read}{left}{more}"


def map_columns(header: Sequence[str], fixed: Mapping[str, str] | None = None) -> Columns:
    """Return which columns of ours a header has, by the user's word, by name, else by likeness.

    >>> print(map_columns(["Full Name", "Employeer", "Mobile", "E-Mail"]))
    columns: name from 'Full Name', email from 'E-Mail', company from 'Employeer' (alike);
    not read: 'Mobile'
    """
    cells = [cell.strip() for cell in header[:MOST_COLUMNS]]
    fixed = fixed or {}
    found = _fixed(cells, fixed)
    how = dict.fromkeys(found, " (by you)")
    taken = set(found.values())
    for likeness, remark in ((100.0, ""), (float(ALIKE), " (alike)")):
        for cell in cells:
            ours = _ours(cell, likeness) if cell and cell not in taken else ""
            if ours and ours not in found and ours not in fixed:
                found[ours], how[ours] = cell, remark
                taken.add(cell)
    return Columns(found, how, tuple(cell for cell in cells if cell and cell not in taken))


def find_columns(lines: Lines, fixed: Mapping[str, str] | None = None) -> Columns | None:
    """Return the columns of a table whose header stands in its first rows, None if it has none."""
    sample = list(islice(lines, HEADER_WITHIN))
    best: Columns | None = None
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(sample, delimiter=delimiter, skipinitialspace=True))
        except csv.Error:
            continue
        found = _header(rows, fixed)
        if found and (best is None or len(found.found) > len(best.found)):
            best = found
    return best


def layout_of(columns: Columns) -> Layout:
    """Return the layout by which the table with these columns is read."""
    fields = {ours: (bare_word(theirs),) for ours, theirs in columns.found.items()}
    return Layout("contacts", fields, (frozenset(fields),), wrapped=True)


def _header(rows: Iterable[Sequence[str]], fixed: Mapping[str, str] | None) -> Columns | None:
    named = set(filter(None, (fixed or {}).values()))
    for row in rows:
        if named and named.isdisjoint(cell.strip() for cell in row):
            continue
        found = map_columns(row, fixed)
        if found.enough and len(found.found) > 1:
            return found
    return None


def _fixed(cells: Sequence[str], fixed: Mapping[str, str]) -> dict[str, str]:
    """Return the user's own mapping, after a look at whether it can be meant."""
    for ours, theirs in fixed.items():
        if ours not in ALIASES:
            raise ReadError(f"there is no column {ours!r}{did_you_mean(ours, ALIASES)}")
        if theirs and theirs not in cells:
            hint = did_you_mean(theirs, cells) or f"; it has {', '.join(cells[:20])}"
            raise ReadError(f"the table has no column {theirs!r}{hint}")
    return {ours: theirs for ours, theirs in fixed.items() if theirs}


def _ours(cell: str, likeness: float) -> str:
    """Return the column of ours that a header means with at least this likeness, `""` if none."""
    plain = words(cell[:LONGEST_HEADER])
    if not bare_word(cell) or not PRIVATE.isdisjoint(plain.split()):
        return ""
    joined = plain.replace(" ", "")
    if likeness >= 100:
        return _SPELLED.get(joined, "")
    if len(joined) < SHORTEST_ALIKE:
        return ""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where a header is not known

    best = process.extractOne(joined, list(_SPELLED), scorer=fuzz.ratio, score_cutoff=likeness)
    return _SPELLED[best[0]] if best and len(best[0]) >= SHORTEST_ALIKE else ""


def _spelled() -> dict[str, str]:
    """Return spelling → our column, for spellings that mean one thing only."""
    pairs = [
        (alias.strip().replace(" ", ""), ours)
        for ours, text in ALIASES.items()
        for alias in text.replace("\n", " ").split("|")
    ]
    meanings = Counter(alias for alias, _ours in set(pairs))
    return {alias: ours for alias, ours in pairs if meanings[alias] == 1}


_SPELLED = _spelled()
