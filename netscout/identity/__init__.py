"""Who is the same person, and which spellings are the same company.

`keys` are exact: two records with the same key are taken for one. Whatever is only likely is
proposed with its evidence (`matching`), and merged only as the user decides (`aliases`).
"""

from netscout.identity.employers import company_key
from netscout.identity.keys import digest, email_key, find, name_key, pseudonym, url_key
from netscout.identity.names import words

__all__ = [
    "company_key",
    "digest",
    "email_key",
    "find",
    "name_key",
    "pseudonym",
    "url_key",
    "words",
]
