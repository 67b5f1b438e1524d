"""县情单: one page about one county, beside the whole it belongs to."""

from django.utils import timezone

from accountability.assessment.rules import LAMP_WORDS, Lamp
from accountability.reports.composing.frame import (
    MISSING,
    Data,
    Stamp,
    cell,
    mark,
    value_text,
    verification,
)
from accountability.reports.typeset.model import (
    Align,
    Block,
    Column,
    Document,
    Paragraph,
    Run,
    Table,
)


def county_title(data: Data, county: Data) -> str:
    """Return the title of a county's sheet."""
    return f"{county['name']}{data['period_label']}县情单"


def compose_county(data: Data, county_id: int, stamp: Stamp) -> Document:
    """Compose the sheet of one county from the frozen data of the whole."""
    county = next(one for one in data["counties"] if one["id"] == county_id)
    return Document(
        title=county_title(data, county),
        blocks=(
            Paragraph(_facts(county)),
            _table(data, county_id),
            *_unsent(data, county_id),
            Paragraph("未报的不作推算；红黄绿按示例口径标注的，只作核实线索，不作为评价结论。"),
        ),
        signature=data["agency"],
        date=timezone.localdate(stamp.made_at),
        verification=verification(data, stamp),
        mark=mark(data, stamp),
    )


def _facts(county: Data) -> str:
    delisted = f"，{county['delisted_on'][:4]}年批准摘帽" if county["delisted_on"] else ""
    return (
        f"{county['name']}（代码{county['code']}），上级{county['above']}，"
        f"{county['group']}{delisted}。"
    )


def _table(data: Data, county_id: int) -> Table:
    rows = []
    for key in data["order"]:
        figure = data["figures"][key]
        rows.append(
            (
                figure["label"],
                figure["period_label"],
                Run(value_text(cell(data, key, county_id)), key=f"{key}@{county_id}"),
                Run(value_text(figure["value"]), key=key),
                _judged(data, key, county_id),
            )
        )
    return Table(
        columns=(
            Column("指标", Align.LEFT, width=4),
            Column("期次", width=2.4),
            Column("本县", width=4),
            Column(data["scope"]["name"], width=4),
            Column("评价", width=1.4),
        ),
        rows=tuple(rows),
        note="括号内为分子/分母；分母不足5的不作评价。",
    )


def _judged(data: Data, key: str, county_id: int) -> str:
    """Return the colour as a word; too few cases or no thresholds are not judged."""
    if cell(data, key, county_id) is None:
        return MISSING
    lamp = next(colour for colour, ids in data["lamps"][key].items() if county_id in ids)
    return "—" if lamp == Lamp.NONE else LAMP_WORDS[Lamp(lamp)]


def _unsent(data: Data, county_id: int) -> list[Block]:
    missing = [name for pk, name, _ in data["counts"]["unsent"]["items"] if pk == county_id]
    if not missing:
        return [Paragraph("本期应报的报表均已上报。")]
    return [Paragraph("本期未上报：" + "、".join(f"《{name}》" for name in missing) + "。")]
