"""Matching the names of organisations to the units of the registry (D19)."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.cleaning.outcome import WARNING, Flaw, short
from accountability.intake.cleaning.places import county_base

_BEFORE: Final = re.compile(r"^(?:中国共产党|中共)")
_BRACKETS: Final = re.compile(r"[（(\[【].*?[）)\]】]")
UNKNOWN_UNIT: Final = "UNITS"
_LIKENESS: Final = 0.6
_SEARCHES: Final = 300
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """One unit of the registry; `county` is the name of the county it belongs to, "" for others."""

    id: int
    name: str
    county: str = ""


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """What a name turned out to be: a unit, or what to say about it."""

    unit: KnownUnit | None = None
    flaw: Flaw | None = None


@dataclass
class Units:
    """The units a county may name, as people write them; `aliases` are confirmed other names."""

    units: Iterable[KnownUnit] = ()
    aliases: Mapping[str, KnownUnit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names: dict[str, set[KnownUnit]] = defaultdict(set)
        self._forms: dict[str, set[KnownUnit]] = defaultdict(set)
        for unit in self.units:
            self._names[plain(unit.name)].add(unit)
            for form in forms(unit):
                self._forms[form].add(unit)
        self._known: dict[str, FoundUnit] = {}
        self._searches = 0

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, text: str) -> FoundUnit:
        """Find the unit called `text`: by name, confirmed alias, then the usual shorter forms."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> FoundUnit:
        name = plain(text)
        if aliased := self.aliases.get(squeeze(text)):
            return FoundUnit(aliased)
        for found in (self._names.get(name, set()), self._forms.get(name, set())):
            if len(found) == 1:
                return FoundUnit(next(iter(found)))
        near = self._near(name)
        asks = f"是不是“{near}”？是的请照改，不是的" if near else "请核对写法，属实的"
        sentence = f"单位名录里没有“{short(text)}”。"
        return FoundUnit(
            flaw=Flaw(UNKNOWN_UNIT, WARNING, sentence, "单位名称对不上", f"{asks}请说明。", near)
        )

    def _near(self, name: str) -> str | None:
        """Return the unit whose name is most like `name`; the search is dear, so it has an end."""
        self._searches += 1
        if self._searches > _SEARCHES or len(name) > _LONGEST:
            return None
        [best] = difflib.get_close_matches(name, self._names, 1, _LIKENESS) or [""]
        return min(self._names[best], key=lambda unit: unit.id).name if best else None


def plain(name: str) -> str:
    """Return a unit's name without spaces, brackets and what every Party body has before it.

    >>> plain("中共 嵩北县委组织部（盖章）")
    '嵩北县委组织部'
    """
    bare = half_width(squeeze(name))
    return _BEFORE.sub("", _BRACKETS.sub("", bare) or bare)


def forms(unit: KnownUnit) -> set[str]:
    """Return how a county writes its own unit without its own name.

    >>> sorted(forms(KnownUnit(1, "嵩北县财政局", "嵩北县")))
    ['县财政局', '财政局']
    """
    name = plain(unit.name)
    if not unit.county or not name.startswith(unit.county):
        return set()
    short_form = name.removeprefix(unit.county)
    return (
        {name.removeprefix(county_base(unit.county)), short_form} if len(short_form) > 1 else set()
    )
