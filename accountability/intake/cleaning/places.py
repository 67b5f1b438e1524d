"""Matching the names of townships and villages to the divisions in force (D19)."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from accountability.intake.cleaning.characters import half_width, squeeze
from accountability.intake.cleaning.outcome import ERROR, Flaw, short

_TOWN_END: Final = re.compile(r"(?:人民政府|党委|乡政府|镇政府|办事处|街道办|街道办事处)$")
_TOWN_KIND: Final = re.compile(r"(?:民族乡|回族乡|满族乡|回族镇|乡|镇|街道|办事处|街道办事处|区)$")
_VILLAGE_END: Final = re.compile(
    r"(?:村村民委员会|村民委员会|村委员会|村委会|行政村|村村委会|社区居民委员会|社区居委会|居民委员会|居委会|"
    r"社区|村)$"
)
_CODE: Final = re.compile(r"(?<!\d)(\d{12}|\d{9})(?!\d)")
_BRACKETS: Final = re.compile(r"[（(\[【].*?[）)\]】]")
_LIKENESS: Final = 0.5
_LIST_MOST: Final = 3
_SEARCHES, _LONGEST = 300, 20


@dataclass(frozen=True, slots=True)
class Place:
    """One division as the check needs it."""

    id: int
    code: str
    name: str
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a name turned out to be: a place, the rule where the name had to be changed, a flaw."""

    place: Place | None = None
    rule: str = ""
    flaw: Flaw | None = None


@dataclass
class Gazetteer:
    """The names of one county's townships and villages on a day, as people write them.

    `aliases` are confirmed other names by (kind, name); `former` maps names that have ended to the
    place that followed.
    """

    county: Place
    townships: list[Place] = field(default_factory=list)
    villages: list[Place] = field(default_factory=list)
    aliases: dict[str, list[Place]] = field(default_factory=dict)
    former: dict[str, list[Place]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._town_names = _by_name(self.townships)
        self._town_bases = _by_base(self.townships, town_base)
        self._by_code = {place.code: place for place in (*self.townships, *self.villages)}
        self._by_id = {place.id: place for place in self.townships}
        self._village_names = _by_name(self.villages)
        self._village_bases = _by_base(self.villages, village_base)
        self._known: dict[tuple[int | None, str], Found] = {}
        self._searches = 0

    def township_of(self, village: Place) -> Place | None:
        """Return the township a village lies in."""
        return self._by_id.get(village.parent_id or 0)

    def township(self, text: str) -> Found:
        """Find the township called `text`."""
        name = squeeze(text)
        exact = self._town_names.get(name, [])
        if len(exact) == 1:
            return Found(exact[0], "" if name == text else "D19")
        if coded := self._coded(name, self.townships):
            return Found(coded, "D19")
        aliased = [place for place in self.aliases.get(name, []) if place in self.townships]
        if len(aliased) == 1:
            return Found(aliased[0], "D19")
        formal = self._town_names.get(_TOWN_END.sub("", name), [])
        if len(formal) == 1:
            return Found(formal[0], "D19")
        return Found(flaw=self._no_township(text, name))

    def _no_township(self, text: str, name: str) -> Flaw:
        former = [place for place in self.former.get(name, []) if place in self.townships]
        if former:
            return _flaw(
                f"“{short(text)}”已更名或并入“{former[0].name}”。", "乡镇名称已变更", former[0].name
            )
        guess = _only(self._town_bases.get(town_base(name), []))
        near = guess or self._near(town_base(name), self._town_bases)
        sentence = f"{self.county.name}没有叫“{short(text)}”的乡镇（街道）。"
        return _flaw(sentence, "乡镇名称对不上", near.name if near else None)

    def village(self, text: str, township: Place | None) -> Found:
        """Find the village called `text`, in `township` where that is known."""
        key = (township.id if township else None, text)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._find_village(text, township)
        return known

    def _find_village(self, text: str, township: Place | None) -> Found:
        name = squeeze(text)
        if coded := self._coded(name, self.villages):
            return Found(coded, "D19")
        for candidates, rule in self._candidates(name):
            here = [p for p in candidates if township is None or p.parent_id == township.id]
            if len(here) == 1:
                return Found(here[0], "" if rule == "" and name == text else "D19")
            if len(here) > 1:
                return Found(flaw=self._several(text, here))
        return Found(flaw=self._no_village(text, name, township))

    def _candidates(self, name: str) -> list[tuple[list[Place], str]]:
        bare = _BRACKETS.sub("", name)
        formal = village_base(bare)
        same_kind = [
            place
            for place in self._village_bases.get(formal, [])
            if ("社区" in place.name or "居委会" in place.name)
            == ("社区" in bare or "居委会" in bare)
        ]
        aliased = [place for place in self.aliases.get(name, []) if place in self.villages]
        return [(self._village_names.get(name, []), ""), (aliased, "D19"), (same_kind, "D19")]

    def _several(self, text: str, places: list[Place]) -> Flaw:
        listed = "、".join(self._with_town(place) for place in places[:_LIST_MOST])
        return Flaw(
            "D19",
            ERROR,
            f"叫“{short(text)}”的村有{len(places)}个：{listed}，分不清是哪一个。",
            "同名村须写代码",
            "请在村名后写上12位村代码，例如“李庄村（410222101203）”。",
        )

    def _no_village(self, text: str, name: str, township: Place | None) -> Flaw:
        if not village_base(name):
            return _flaw(f"“{short(text)}”不是村名。", "村名对不上", None)
        base = village_base(_BRACKETS.sub("", name))
        elsewhere = self._village_names.get(name, []) or self._village_bases.get(base, [])
        here = [p for p in elsewhere if township and p.parent_id == township.id]
        if len(here) == 1:
            sentence = f"{self._where(township)}没有“{short(text)}”，有“{here[0].name}”。"
            return _flaw(sentence, "村名对不上", here[0].name)
        if township and elsewhere:
            listed = "、".join(self._with_town(place) for place in elsewhere[:_LIST_MOST])
            sentence = f"{township.name}没有“{short(text)}”，同名的村有：{listed}。"
            return _flaw(sentence, "村与乡镇对不上", None)
        former = [place for place in self.former.get(name, []) if place in self.villages]
        if former:
            sentence = f"“{short(text)}”已更名或并入“{self._with_town(former[0])}”。"
            return _flaw(sentence, "村名已变更", former[0].name)
        near = self._near_village(base, township)
        sentence = f"{self._where(township)}没有叫“{short(text)}”的村。"
        return _flaw(sentence, "村名对不上", near.name if near else None)

    def _near_village(self, base: str, township: Place | None) -> Place | None:
        if township is None:
            return self._near(base, self._village_bases)
        own = _by_base([p for p in self.villages if p.parent_id == township.id], village_base)
        return self._near(base, own)

    def _near(self, base: str, bases: dict[str, list[Place]]) -> Place | None:
        """Return the one place whose name is most like `base`; two equally like are none.

        The search is dear: after some hundred names that fit nothing no proposal helps.
        """
        self._searches += 1
        if self._searches > _SEARCHES or len(base) > _LONGEST:
            return None
        scores = sorted(
            ((difflib.SequenceMatcher(None, base, other).ratio(), other) for other in bases),
            reverse=True,
        )
        best = [other for score, other in scores if score == scores[0][0]]
        is_like = bool(scores) and scores[0][0] >= _LIKENESS
        return _only(bases[best[0]]) if is_like and len(best) == 1 else None

    def _coded(self, name: str, places: list[Place]) -> Place | None:
        code = _CODE.search(half_width(name))
        if not code:
            return None
        place = self._by_code.get(code[1].ljust(12, "0"))
        return place if place in places else None

    def _with_town(self, place: Place) -> str:
        town = self.township_of(place)
        return f"{town.name if town else ''}{place.name}（{place.code}）"

    def _where(self, township: Place | None) -> str:
        return township.name if township else self.county.name


def town_base(name: str) -> str:
    """Return a township's name without its kind.

    >>> town_base("老城镇"), town_base("东关街道办事处")
    ('老城', '东关')
    """
    return _TOWN_KIND.sub("", _TOWN_END.sub("", name)) or name


def village_base(name: str) -> str:
    """Return a village's name without the words every village has.

    >>> village_base("李庄村委会"), village_base("李庄行政村"), village_base("李庄村")
    ('李庄', '李庄', '李庄')
    """
    base = _VILLAGE_END.sub("", name)
    return _VILLAGE_END.sub("", base) or base or name


def _by_name(places: list[Place]) -> dict[str, list[Place]]:
    names: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        names[squeeze(place.name)].append(place)
    return dict(names)


def _by_base(places: list[Place], base_of: Callable[[str], str]) -> dict[str, list[Place]]:
    bases: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        bases[base_of(squeeze(place.name))].append(place)
    return dict(bases)


def _only(places: list[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None


def _flaw(sentence: str, cause: str, proposal: str | None) -> Flaw:
    remedy = f"是不是“{proposal}”？确认后会记住。" if proposal else "请按区划名称填写。"
    return Flaw("D19", ERROR, sentence, cause, remedy, proposal)
