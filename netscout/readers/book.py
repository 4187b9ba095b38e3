"""What is gathered while reading: the people, the events, and who the owner is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netscout.identity import name_key, url_key
from netscout.readers.register import ME, Journal, Register, slug

if TYPE_CHECKING:
    from netscout.identity.aliases import Decision
    from netscout.readers.account import Account
    from netscout.readers.decisions import Said
    from netscout.readers.history import Told

SEVERAL = "{count} people are called {name!r}"


@dataclass
class Book:
    """Everything gathered from the files read so far.

    `former` has earlier jobs (company, role) of people; `interest` the companies that the owner
    looked at (company, role, how, day); `schools` the owner's; `told` what each list said.
    `said` has the rows of aliases.csv, `decisions` those that hold; `left` the contacts left out
    for want of one, by id; `meetings` what calendars propose.
    """

    register: Register = field(default_factory=Register)
    journal: Journal = field(default_factory=Journal)
    my_names: set[str] = field(default_factory=set)
    former: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    interest: dict[tuple[str, str, str, int | None], None] = field(default_factory=dict)
    schools: dict[str, None] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    left: dict[str, dict[str, str]] = field(default_factory=dict)
    meetings: list[dict[str, str]] = field(default_factory=list)

    @property
    def tied(self) -> set[str]:
        """The people with whom the owner is connected."""
        return {person for told in self.told for person in told.ids}

    def is_me(self, name: str = "", url: str = "") -> bool:
        """Whether a record is the owner's: by profile address, or by name where it has none."""
        if key := url_key(url):
            return self.register.alias.get(key, key) == ME
        return bool(name) and name_key(name) in self.my_names

    def learn_me(self, *, name: str = "", url: str = "") -> None:
        """Note a name or profile address of the owner."""
        if name_key(name):
            self.my_names.add(name_key(name))
            self.register.my_names.add(name_key(name))
            self.register.add(ME, name=name)
        if key := url_key(url):
            self.register.alias[key] = ME
            self.register.add(ME, url=url)

    def person(
        self,
        account: Account,
        row: int,
        name: str,
        url: str = "",
        *,
        origin: str,
        create: bool = True,
    ) -> str:
        """Return the id of the one person whom a record means, `""` (counted) if it is not certain.

        Somebody unknown is added.
        """
        if self.is_me(name, url):
            return ME
        if key := url_key(url):
            known = self.register.alias.get(key, key)
            self.register.add(known, name=name, url=url, origin=origin)
            return known
        found = self.register.named(name)
        if len(found) > 1:
            account.leave(row, SEVERAL.format(count=len(found), name=name))
            return ""
        if found:
            return found[0]
        if not create or not slug(name):
            account.leave(row, "nobody of this name is known")
            return ""
        person = self.register.new_id(name)
        self.register.add(person, name=name, origin=origin)
        return person

    def event(
        self,
        account: Account,
        day: int,
        kind: str,
        source: str,
        target: str,
        origin: str,
        note: str = "",
    ) -> None:
        """Take an event and count its row as kept, or as merged if another row said the same."""
        if self.journal.add(day, kind, source, target, origin=origin, note=note):
            account.kept += 1
        else:
            account.merged += 1
