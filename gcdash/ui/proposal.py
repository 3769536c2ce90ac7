"""A plan laid before somebody: what they may bring, in groups, with what they have chosen; worked out anew only where that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gcdash.access import Person
from gcdash.access.plans import Refused, permitted
from gcdash.book import Book
from gcdash.changes import Amendment
from gcdash.merge.plan import Choice, Plan, choose
from gcdash.merge.tally import Bundle, Group, grouped


class Proposal:
    """``plan``: what would be applied now. ``groups``: its things, whatever was chosen. A click costs what it changes, not the plan.
    ``refused``: what they may not bring.

    ``choices``: what was chosen, by question, so that it outlives the plan that was ``made``; what asks something else is asked anew.
    """

    plan: Plan
    groups: Mapping[Group, Sequence[Bundle]]
    refused: Sequence[Refused]

    def __init__(self, made: Plan, choices: dict[str, Choice]) -> None:
        self.made, self._choices = made, choices
        self._laid: tuple[Person, str] | None = None
        self._within: Plan | None = None
        self._units: dict[str, list[int]] = defaultdict(list)
        for at, unit in enumerate(made.units):
            self._units[unit.question].append(at)

    def lay_before(self, person: Person, book: Book, version: str) -> None:
        """Hold it against what the person may bring to the book as it is in this version."""
        if self._laid == (person, version):
            return
        self._laid = (person, version)
        within, self.refused = permitted(self.made, person, book)
        if within is not self._within:
            self._within, self.groups, self.plan = within, grouped(within), self._chosen(within)

    def settle(self, choices: Mapping[int, Choice]) -> None:
        """Keep what was chosen for units of the plan, by their numbers."""
        self._choices.update({self.made.units[at].question: choice for at, choice in choices.items()})
        self.plan = self._chosen(self._within or self.made)

    def _chosen(self, within: Plan) -> Plan:
        """The plan with what was chosen. What changes what was agreed is left until it is taken; what they may not bring, always."""
        left = {at: Choice.OURS for at, unit in enumerate(within.units) if isinstance(unit.draft, Amendment) and not unit.conflict}
        said = {at: choice for question, choice in self._choices.items() for at in self._units.get(question, ())}
        return choose(within, left | said | dict(within.choices))
