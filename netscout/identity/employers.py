"""Which spellings are the same company, and what people write who have no employer."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from netscout.identity.names import SIGNS, words

NO_EMPLOYER = frozenset(
    words(text)
    for text in """
        self/ self employed/ selfemployed/ self-employment/ own business/ myself/ me/ freelance/
        freelancer/ freelancing/ freelance work/ independent/ independent consultant/
        independent contractor/ contractor/ consultant/ various/ several/ multiple/ sole trader/
        sole proprietor/ autónomo/ autónoma/ autônomo/ autônoma/ trabajador autónomo/
        profissional liberal/ por cuenta propia/ cuenta propia/ independiente/ indépendant/
        indépendante/ auto-entrepreneur/ autoentrepreneur/ à mon compte/ libero professionista/
        libera professionista/ lavoratore autonomo/ selbstständig/ selbständig/ selbststaendig/
        selbstaendig/ freiberuflich/ freiberufler/ freiberuflerin/ zzp/ zzper/ zelfstandig/
        zelfstandige/ egenföretagare/ selvstændig/ selvstendig næringsdrivende/ osvč/
        samozatrudnienie/ serbest/ serbest meslek/ фриланс/ самозанятый/ 自由职业/ フリーランス/
        個人事業主/ 프리랜서/ عمل حر/ confidential/ confidential company/ company confidential/
        confidencial/ confidentiel/ vertraulich/ undisclosed/ private/ privat/ n a/ na/ nil/ none/
        null/ nan/ no company/ not applicable/ not employed/ unemployed/ not working/ unknown/ tbd/
        currently unemployed/ desempleado/ desempleada/ desempregado/ desempregada/ arbeitslos/
        sans emploi/ chômage/ disoccupato/ disoccupata/ werkzoekend/ arbeitssuchend/ arbeitsuchend/
        jobsuchend/ jobsøgende/ arbetssökande/ in transition/ between jobs/ between roles/
        between opportunities/ career break/ parental leave/ sabbatical/ gap year/ on sabbatical/
        retired/ semi retired/ jubilado/ jubilada/ pensionista/ retraité/ retraitée/ im ruhestand/
        rentner/ rentnerin/ pensioniert/ in pensione/ aposentado/ aposentada/ gepensioneerd/
        pensioneret/ student/ studentin/ estudiante/ étudiant/ étudiante/ homemaker/
        stay at home parent/ open to work/ opentowork/ open to opportunities/ open for work/
        job seeker/ jobseeker/ seeking/ currently seeking/ actively seeking/ available/ actively looking/ looking
        """.split("/")
)
"""What stands instead of an employer, word for word; as employers they would be false hubs."""

STEALTH = re.compile(
    r"(?:(?:in )?stealth|(?:a|an|in|early stage|seed|ai|saas)(?: \w+)? stealth|undisclosed)"
    r"(?: (?:mode|start|up|startup|startups|company|co|venture|ventures|project|stage|ai|ml|saas|"
    r"fintech|biotech|healthtech|edtech|climate|tech|technology|deeptech|robotics|hardware|web3|"
    r"crypto|consumer|b2b|inc|new|early|seed|funded|backed|vc|healthcare|health|currently|"
    r"building|founder))*"
)
SEEKING = re.compile(
    r"(?:(?:currently|actively|aktuell|derzeit|actuellement|atualmente|now|still|activamente) )*"
    r"(?:(?:seeking|looking for|searching for|exploring|pursuing|open to|available for|in search of)"
    r" (?:\w+ ){0,3}(?:opportunit(?:y|ies)|jobs?|roles?|positions?|employment|work|challenges?|"
    r"adventures?|internships?|projects?|gigs?|offers?)\b.*"
    r"|job (?:search|hunting|seeking).*|(?:en )?bus(?:queda|cando)(?: \w+){0,3} (?:empleo|trabajo|"
    r"oportunidad(?:es)?)\b.*|busqueda activa.*|en recherche (?:d |active ).*|recherche d?(?: ?\w+)? "
    r"?(?:emploi|poste)\b.*|a la recherche .*|a l ecoute (?:du|d).*|auf (?:jobsuche|arbeitssuche|der "
    r"suche.*)|suche (?:neue|einen|eine) (?:\w+ )?(?:herausforderung|job|stelle|aufgabe)\b.*|in cerca "
    r"d.*|alla ricerca d.*|em busca d.*|procurando (?:\w+ )?(?:emprego|trabalho|oportunidades?).*|em "
    r"transicao.*|op zoek naar .*|soker (?:jobb|nya|nytt).*|soger (?:job|nyt|nye).*|is ariyorum.*|"
    r"poszukuje pracy.*|szukam pracy.*|в поиске работы.*|ищу работу.*)"
)
OWN_ACCOUNT = re.compile(
    r"(?:self ?employed|selbst(?:st)?andig(?:er?)?|freiberufliche?r?|autonom[oa]|independiente|"
    r"zzp(?:er)?) .+"
    r"|(?:freelance|freelancer|independent) (?:\w+ ){0,3}?\w+(?:er|or|ist|ant|ian|eur|ing|tance|graphy)"
    r"|.+ (?:self employed|freelance|freelancer|freelancing)"
)
PLAIN_FORMS = frozenset(
    """
    inc llc ltd llp plc co pty bhd srl oy oyj aps sro doo
    """.split()
)
"""Short legal forms that are no words; other short ones count only where written as a form."""
ALSO_WORDS = frozenset(["spa", "sal", "sas", "sia", "ans", "gp", "sd"])
"""Short legal forms that may be a word or initials where everything is in capitals."""
NO_FORMS = frozenset(
    """
        uk at et ok pp ps ud da ee ei ep ba mb ks kt ec bl bm stg sem sep teo dat vat obrt tapui
        cio private unlimited
        """.split()
)
"""Words and countries that the table of legal forms holds, and that make another company here."""
EASTERN_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|有限责任公司|股份有限公司|股份公司|有限公司|주식회사|\(주\)"
    r"|^(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОВ)\s+|^PT\.?\s+(?=\S)"
)
ARTICLE = "the"
"""The one article left out. In front of a company, those of other languages are as often a word, a
place or a person (Die Cast Works, LA Fitness, El Paso, Les Mills), or part of the name (La Poste)."""
LONGEST = 300
LONGEST_FORM = 4


@lru_cache(maxsize=65_536)
def company_key(company: str) -> str:
    """Return what the spellings of one company share, `""` where no employer is named.

    Legal forms are left out, by rule and never by part of a word; so are initials in brackets, and
    "The" in front of a name.

    >>> company_key("Marquee Theatricals (MT), Inc.") == company_key("MARQUEE theatricals")
    True
    >>> company_key("Plan A"), company_key("Plan"), company_key("Co"), company_key("Serenity Spa")
    ('plan a', 'plan', 'co', 'serenity spa')
    >>> company_key("The Saltmarsh Museum"), company_key("The"), company_key("The Independent")
    ('saltmarsh museum', 'the', 'the independent')
    >>> company_key("Self-employed"), company_key("Stealth AI Startup"), company_key(" - ")
    ('', '', '')
    """
    text = unicodedata.normalize("NFKC", company[:LONGEST].translate(SIGNS))
    if is_no_employer(words(text)):
        return ""
    text, key = _without_initials(text.strip()), ""
    while (shorter := _bare(text)) != key:
        text = key = shorter
    return "" if is_no_employer(key) else key


def _bare(company: str) -> str:
    named = _without_form(_without_article(company)).replace("&", " and ").replace("+", " and ")
    return (words(named) or words(company))[:LONGEST]


def is_no_employer(key: str) -> bool:
    """Whether bare words say that somebody works for nobody, or for nobody who is named."""
    return (
        not key
        or key in NO_EMPLOYER
        or any(pattern.fullmatch(key) for pattern in (STEALTH, SEEKING, OWN_ACCOUNT))
    )


def _without_article(company: str) -> str:
    """Return a company without "The" in front, unless nothing would be left that names one."""
    found = re.match(r"[\W_]*\w+[\W_]", company)
    if not found or not words(company).startswith(f"{ARTICLE} "):
        return company
    rest = company[found.end() :].strip()
    split = words(company) == f"{ARTICLE} {words(rest)}"  # where the first word is written whole
    return _without_article(rest) if split and company_key(rest) else company


def _without_initials(company: str) -> str:
    """Return a company without the bracket that only repeats its initials."""
    found = re.fullmatch(r"([^()]+)\(([\w.&]{2,8})\)([^()]*)", company)
    if not found or words(found[1]) in {"", ARTICLE}:
        return company
    initials = "".join(word[0] for word in words(_without_article(found[1])).split())
    told = words(found[2]).replace(" ", "")
    return found[1] + found[3] if told in {initials, ARTICLE[0] + initials} else company


def _without_form(company: str) -> str:
    """Return a company without its legal form; never without anything else, and never nothing."""
    text = EASTERN_FORMS.sub(" ", company)
    tokens = re.split(r"[\s,]+", (text if words(text) else company).strip())
    while size := _form_at_end(tokens):
        tokens = tokens[:-size]
    return " ".join(tokens)


def _form_at_end(tokens: list[str]) -> int:
    """Return how many of the last words are a legal form; one word at least is the name."""
    shouting = all(token.isupper() for token in tokens)
    for size in range(min(LONGEST_FORM, len(tokens) - 1), 0, -1):
        if words(" ".join(tokens[:-size])) and _is_form(" ".join(tokens[-size:]), shouting):
            return size
    return 0


def _is_form(text: str, shouting: bool) -> bool:  # noqa: FBT001
    """Whether a text is a legal form and not a word, as in `Serenity Spa`."""
    form = words(text).replace(" ", "")
    if form in NO_FORMS or form not in _forms():
        return False
    if len(form) > 3 or form in PLAIN_FORMS:
        return True
    dotted = re.search(r"\.\s*\w|/|^[A-Z][a-z][A-Z]$", text.strip())  # S.p.A., A/S, SpA
    return bool(dotted) or (text.isupper() and not (shouting and form in ALSO_WORDS))


@cache
def _forms() -> frozenset[str]:
    """Return the legal forms of the world, as cleanco lists them, without blanks and dots."""
    from cleanco.termdata import terms_by_country, terms_by_type  # noqa: PLC0415 - loads slowly

    tables = [*terms_by_type.values(), *terms_by_country.values()]
    forms = {words(term).replace(" ", "") for terms in tables for term in terms}
    return frozenset(forms | {"pvtltd", "privatelimited", "spzoo", "co", "andcompany"}) - {""}
