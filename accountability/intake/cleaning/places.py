"""Matching the names of counties, townships and villages to the divisions in force (D19)."""

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
_COUNTY_KIND: Final = re.compile(r"(?:自治县|县|市|区)$")
_VILLAGE_END: Final = re.compile(
    r"(?:村村民委员会|村民委员会|村委员会|村委会|行政村|村村委会|社区居民委员会|社区居委会|居民委员会|居委会|"
    r"社区|村)$"
)
_CODE: Final = re.compile(r"(?<!\d)(\d{12}|\d{9})(?!\d)")
_COUNTY_CODE: Final = re.compile(r"(?<!\d)(\d{12}|\d{6})(?!\d)")
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
    """What a name turned out to be: a place, the rule where the name had to be changed, a flaw.

    `name` is what to write where that is more than the place's own name.
    """

    place: Place | None = None
    rule: str = ""
    flaw: Flaw | None = None
    name: str = ""

    @property
    def written(self) -> str:
        """Return the name to write into the cell."""
        return self.name or (self.place.name if self.place else "")


@dataclass
class Gazetteer:
    """The names of one county's townships and villages on a day, as people write them.

    `aliases` are confirmed other names; `former` maps names that have ended to the place that
    followed. `counties` are those the reporting unit answers for: itself, where none are given.
    """

    county: Place
    townships: list[Place] = field(default_factory=list)
    villages: list[Place] = field(default_factory=list)
    aliases: dict[str, list[Place]] = field(default_factory=dict)
    former: dict[str, list[Place]] = field(default_factory=dict)
    counties: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counties = self.counties or [self.county]
        self._county_bases = _by_base(self.counties, county_base)
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

    def county_called(self, text: str) -> Found:
        """Find the county called `text` among those the reporting unit answers for."""
        name = squeeze(text)
        if exact := self._exact_county(name):
            return Found(exact, "" if exact.name == text else "D19")
        based = _only(self._county_bases.get(county_base(name), []))
        if based:
            return Found(based, "D19")
        near = self._near(county_base(name), self._county_bases)
        listed = "、".join(place.name for place in self.counties[:_LIST_MOST])
        sentence = f"本次填报的是{listed}，“{short(text)}”不在其中。"
        return Found(flaw=_flaw(sentence, "县名对不上", near.name if near else None))

    def _exact_county(self, name: str) -> Place | None:
        """Return the county by name (a province and city may stand before it), code or alias."""
        code = _COUNTY_CODE.search(half_width(name))
        aliased = self.aliases.get(name, [])
        for place in self.counties:
            coded = code is not None and place.code.startswith(code[1])
            if coded or name.endswith(squeeze(place.name)) or place in aliased:
                return place
        return None

    def division(self, text: str) -> Found:
        """Find the county, township or village called `text`.

        A township and a village in one cell are read together; so is a name after its county's.
        """
        name = squeeze(text)
        if county := self._exact_county(name):
            return Found(county, "" if county.name == text else "D19")
        inner = name
        for place in self.counties:
            inner = inner.removeprefix(squeeze(place.name))
        for found in (self.township(inner), self._in_township(inner), self.village(inner, None)):
            if found.place:
                return self._spelt(found.place, text)
        return self._no_division(text, inner)

    def _in_township(self, name: str) -> Found:
        towns = (t for t in self.townships if name.startswith(squeeze(t.name)))
        town = max(towns, key=lambda t: len(t.name), default=None)
        return self.village(name[len(squeeze(town.name)) :], town) if town else Found()

    def _spelt(self, place: Place, text: str) -> Found:
        """Return a place with its name, the township before it where the name alone is unclear."""
        twins = self._village_names.get(squeeze(place.name), [])
        town = self.township_of(place) if place in twins and len(twins) > 1 else None
        name = f"{town.name if town else ''}{place.name}"
        if text == f"{self._town_name(place)}{place.name}":
            name = text
        return Found(place, "" if text == name else "D19", None, name)

    def _town_name(self, place: Place) -> str:
        town = self.township_of(place)
        return town.name if town else ""

    def _no_division(self, text: str, name: str) -> Found:
        village = self.village(name, None)
        if county := self.county_called(text).place:
            return Found(county, "D19")
        if village.flaw and village.flaw.cause == "同名村须写代码":
            return village
        near = self._near(town_base(name), self._town_bases)
        proposal = near.name if near else village.flaw.proposal if village.flaw else None
        sentence = f"{self.county.name}没有叫“{short(text)}”的乡镇或村。"
        return Found(flaw=_flaw(sentence, "地点对不上", proposal))

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


def county_base(name: str) -> str:
    """Return a county's name without its kind.

    >>> county_base("嵩北县"), county_base("老城区")
    ('嵩北', '老城')
    """
    return _COUNTY_KIND.sub("", name) or name


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
