"""Believable sample data of any size, to try things out and to measure. Its Settings say Sample, so every page and file says so too."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from gcdash import sample_words as words
from gcdash import settings
from gcdash.changes import Update
from gcdash.exports.new_book import new_book
from gcdash.owners import DEFAULT_OWNERS
from gcdash.schema import ORGANISATION, UPDATES, Status
from gcdash.source import SourceAction, Workshop

BASE = date(2022, 5, 27)
LAST = date(2023, 6, 30)
"""The sample's story: agreed on the first day, told up to the second, which its pages open with."""

_IDS = uuid.UUID("2f1d3c0e-5b1a-5c57-8d0b-6e9f4b7a1c22")
"""The name space of samples' book IDs."""

ORGANISATIONS = tuple(owner for owner, kind, _also in DEFAULT_OWNERS if kind == ORGANISATION)
WITHDRAWN, WITH_EVIDENCE = 0.012, 0.3
"""Shares of the updates."""
BY_COORDINATOR, BY_PARTY = 0.45, 0.85
"""Of twenty reports about nine speak for the whole action and up to three come from an organisation; parties send the rest."""


def sample(*, actions: int = 60, updates: int = 240, parties: int = 24, seed: int = 1) -> bytes:
    """A workbook of made-up data, marked as such. The same numbers and seed give the same bytes."""
    rng = Random(seed)  # noqa: S311 -- sample data, no secret
    agreed = tuple(_actions(rng, actions))
    bodies = list(_parties(rng, parties))
    workshop = Workshop("Sample Regional Green Customs Workshop", "Bangkok, Thailand", "23-27 May 2022", BASE, agreed)
    told = _Story(rng, agreed, {name: person for name, _classes, person, _email in bodies}).tell(updates) if agreed else []
    return new_book(
        workshop,
        parties=bodies,
        updates=[tuple(getattr(update, name) for name in UPDATES.names) for update in told],
        settings={settings.DEFAULT_AS_OF: LAST, settings.SAMPLE: "yes"},
        book_id=str(uuid.uuid5(_IDS, f"{actions} {updates} {parties} {seed}")),
    )


def _actions(rng: Random, count: int) -> Iterator[SourceAction]:
    themes = list(words.THEMES.items())
    for number in range(count):
        theme, sentences = themes[number * len(themes) // count]
        topic, scope = rng.choice(words.TOPICS), rng.choice(words.SCOPES)
        yield SourceAction(
            theme,
            rng.choice(sentences).format(topic=topic, scope=scope),
            rng.choice(words.TIME_SCALES),
            rng.choice(words.RESPONSIBILITIES),
            rng.choice(words.FEEDBACK),
            rng.choice(words.NOTES),
        )


def _parties(rng: Random, count: int) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the Parties sheet: countries, with a secretariat after each fourth one while there are any, then numbered ones."""
    names = list(words.COUNTRIES)
    for at, name in enumerate(words.SECRETARIATS, start=1):
        names.insert(at * 5 - 1, name)
    names += [f"Country {number}" for number in range(len(names) + 1, count + 1)]
    for number, name in enumerate(names[:count], start=1):
        first, last = rng.choice(words.FIRST_NAMES), rng.choice(words.LAST_NAMES)
        classes = words.SECRETARIAT_CLASSES if name in words.SECRETARIATS else words.COUNTRY_CLASSES
        yield name, rng.choice(classes), f"{first} {last}", f"{first}.{last}.{number}@example.org".lower()


class _Story:
    """What was reported, day by day: what a party says of an action follows from what it said last."""

    def __init__(self, rng: Random, actions: Sequence[SourceAction], people: Mapping[str, str]) -> None:
        width = max(2, len(str(len(actions))))
        self.rng = rng
        self.actions = [(f"A{number:0{width}d}", action) for number, action in enumerate(actions, start=1)]
        rng.shuffle(self.actions)
        self.people = people
        self.parties = list(people)
        self.said: dict[tuple[str, str], str] = {}
        self.withdrawn: set[str] = set()

    def tell(self, count: int) -> list[Update]:
        told: list[Update] = []
        for day in sorted(self.rng.randrange(10, (LAST - BASE).days) for _update in range(count)):
            wrong = self.rng.choice(told) if told and self.rng.random() < WITHDRAWN else None
            fit = wrong is not None and not wrong.withdraws and wrong.update_id not in self.withdrawn
            told.append(self._withdrawal(wrong, day) if wrong and fit else self._report(day))
        return told

    def _report(self, day: int) -> Update:
        action_id, action, party = self._speaker()
        status = self._next_status(self.said.get((action_id, party), ""), action)
        if status != Status.NOTHING_TO_REPORT:
            self.said[action_id, party] = status
        update_id, recorded_at = self._recorded(day)
        pick = self.rng.choice
        return Update(
            update_id, action_id, BASE + timedelta(days=day), status, pick(words.SAID[status]), party, pick(words.NEXT_STEPS),
            f"https://example.org/reports/{update_id[-12:]}" if self.rng.random() < WITH_EVIDENCE else "",
            self.people.get(party, f"{party or 'WCO'} office"), recorded_at=recorded_at, source=pick(words.SOURCES),
        )  # fmt: skip

    def _withdrawal(self, wrong: Update, day: int) -> Update:
        self.withdrawn.add(wrong.update_id)
        update_id, recorded_at = self._recorded(day)
        return Update(
            update_id, wrong.action_id, BASE + timedelta(days=day), Status.NOTHING_TO_REPORT, self.rng.choice(words.REASONS), wrong.party,
            reported_by=wrong.reported_by, recorded_at=recorded_at, withdraws=wrong.update_id,
        )  # fmt: skip

    def _speaker(self) -> tuple[str, SourceAction, str]:
        """An action, some often and some never, and who reports on it; seldom one who has finished already."""
        for _attempt in range(3):
            action_id, action = self.actions[int(len(self.actions) * self.rng.random() ** 1.7)]
            kind = self.rng.random()
            party = "" if kind < BY_COORDINATOR or not self.parties else self.rng.choice(self.parties)
            owned = [name for name in ORGANISATIONS if name in action.responsibility]
            if owned and kind > BY_PARTY:
                party = self.rng.choice(owned)
            if self.said.get((action_id, party)) not in {Status.COMPLETED, Status.CANCELLED}:
                break
        return action_id, action, party

    def _next_status(self, last: str, action: SourceAction) -> str:
        likely = words.NEXT[last]
        status = self.rng.choices(list(likely), weights=list(likely.values()))[0]
        part_done = status == Status.COMPLETED and last == Status.IN_PROGRESS and action.timescale in words.MIXED
        return Status.DATED_PART_DONE if part_done else status

    def _recorded(self, day: int) -> tuple[str, str]:
        """An update ID, a UUIDv7 (RFC 9562), and the moment in it: in office hours, on the day reported or soon after."""
        seconds = self.rng.choice((0, 0, 0, 1, 2)) * 86_400 + self.rng.randrange(7 * 3600, 17 * 3600)
        moment = datetime.combine(BASE, time(), UTC) + timedelta(days=day, seconds=seconds, microseconds=self.rng.randrange(10**6))
        number = int(moment.timestamp() * 1000) << 80 | 7 << 76 | self.rng.getrandbits(12) << 64 | 2 << 62 | self.rng.getrandbits(62)
        return str(uuid.UUID(int=number)), moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
