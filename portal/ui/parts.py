"""What views hand to the components: small frozen rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.ui.charts import Scale
from portal.ui.palette import Grade, Tone


@dataclass(frozen=True)
class Tab:
    """One choice above a list, with how many rows it holds."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    hot: bool = False


@dataclass(frozen=True)
class Fact:
    """One figure in a facts strip."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Entry:
    """One term of a definition list; `url` makes the value a link."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Moment:
    """One point of a timeline. `when` is already written; an expected one lies ahead."""

    when: str
    text: str
    note: str = ""
    bad: bool = False
    ahead: bool = False


@dataclass(frozen=True)
class Kpi:
    """A key figure: value, lamp, course, bar with target, note, change; no value is 未报.

    Shapes: `figure` and `scale` draw the bar; without a scale there is none.
    """

    label: str
    value: str
    unit: str = ""
    grade: Grade = "none"
    trend: Sequence[float | None] = ()
    figure: float | None = None
    scale: Scale | None = None
    note: str = ""
    change: str = ""
    change_tone: Tone = "neutral"
    url: str = ""


@dataclass(frozen=True)
class Choice:
    """One metric of a tile map; with a `group` it also stands in the list of all metrics.

    `quick` is its place in the switch; 0 leaves it out.
    """

    key: str
    label: str
    group: str = ""
    quick: int = 1


@dataclass(frozen=True)
class Reading:
    """What one tile shows under one metric; a value of "" is shown as 未报."""

    value: str
    unit: str = ""
    grade: Grade = "none"
    rank: str = ""


@dataclass(frozen=True)
class MapTile:
    """One city of the tile map: its place in the grid and its readings by metric key."""

    name: str
    row: int
    column: int
    url: str
    readings: dict[str, Reading]
    dots: Sequence[Grade] = field(default=())
    hint: str = ""
