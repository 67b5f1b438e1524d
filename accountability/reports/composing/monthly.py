"""The monthly dispatch (domain 6.4): state, compare, name what must be looked at, ask."""

import datetime as dt

from django.utils import timezone

from accountability.assessment.queries import COUNTY_GROUPS
from accountability.assessment.rules import COVERAGE, GRADES, PRESENCE, TIMELINESS, Lamp
from accountability.reports.composing.frame import (
    Data,
    Stamp,
    as_of,
    count,
    county_ratio,
    mark,
    moved,
    names,
    ratio,
    verification,
)
from accountability.reports.typeset import chinese
from accountability.reports.typeset.model import (
    Attachment,
    Band,
    Block,
    Column,
    Document,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Row,
    Table,
)

SHOWN = (COVERAGE, PRESENCE, TIMELINESS)
SHORT = {COVERAGE: "派驻覆盖率", PRESENCE: "五天四夜达标率", TIMELINESS: "报送及时率"}
MEND_DAYS = 15


def title(data: Data) -> str:
    """Return the title."""
    return f"关于{data['period_label']}抓党建促脱贫攻坚工作情况的通报"


def compose_monthly(data: Data, stamp: Stamp) -> Document:
    """Compose the dispatch."""
    made_on = timezone.localdate(stamp.made_at)
    return Document(
        title=title(data),
        masthead=Masthead(f"{data['agency']}文件"),
        number=stamp.number or "（送审稿，未编号）",
        addressee=_addressee(data),
        blocks=(
            Paragraph(_opening(data)),
            *_state(data),
            *_attention(data),
            *_asked(data, made_on),
        ),
        attachments=(
            Attachment("主要指标完成情况表", (_table(data),)),
            Attachment("未上报情况", (_unsent(data),)),
            Attachment("数据口径说明", tuple(_definitions(data))),
        ),
        signature=data["agency"],
        date=made_on,
        imprint=Imprint(office=f"{data['agency']}办公室", printed_on=made_on),
        verification=verification(data, stamp),
        mark=mark(data, stamp),
    )


def _addressee(data: Data) -> str:
    if data["scope"]["level"] == "province":
        return "各市委组织部，各省直管县（市）委组织部："
    return f"{data['scope']['name']}委组织部："


def _opening(data: Data) -> str:
    sheets = "、".join(f"《{name}》" for name in data["sheets"])
    return (
        f"{data['period_label']}，{data['scope']['name']}{len(data['counties'])}个县（市、区）"
        f"通过督查平台报送了{sheets}。数据截至{chinese.moment(as_of(data))}，均来自各县经审核接收的报表，"
        "未报的不作推算。现将有关情况通报如下。"
    )


def _state(data: Data) -> list[Block]:
    figures = data["figures"]
    unsent = len(data["counts"]["unsent"]["items"])
    parts = data["coverage_parts"]
    blocks: list[Block] = [
        Heading(1, "一、总体情况"),
        Heading(2, "（一）报送情况"),
        Paragraph(
            (
                "按时上报的占应报份数的",
                ratio(data, TIMELINESS),
                f"{moved(figures[TIMELINESS])}。截至统计时点，尚有",
                count(unsent, "unsent"),
                "份未上报" + ("，详见附件2。" if unsent else "。"),
            )
        ),
        Heading(2, "（二）派驻情况"),
        Paragraph(
            (
                "应派第一书记的村中，有且只有1名在任第一书记的占",
                ratio(data, COVERAGE),
                f"{moved(figures[COVERAGE])}。应派未派的村",
                count(parts.get("none", 0), f"{COVERAGE}.none"),
                "个，重复派驻的村",
                count(parts.get("several", 0), f"{COVERAGE}.several"),
                "个。",
            )
        ),
        Heading(2, "（三）在岗情况"),
        Paragraph(
            (
                "按“五天四夜”要求，达标人周占应驻人周的",
                ratio(data, PRESENCE),
                f"{moved(figures[PRESENCE])}。{_received(figures[PRESENCE])}",
            )
        ),
    ]
    return blocks + _grades(data)


def _received(figure: Data) -> str:
    missing = figure["expected"] - figure["reported"]
    text = f"在岗月报已接收{figure['reported']}个县（市、区）"
    return f"{text}，{missing}个尚未接收，不计入。" if missing else f"{text}。"


def _grades(data: Data) -> list[Block]:
    figure, parts = data["figures"][GRADES], data["grade_parts"]
    if figure["value"] is None:
        return []
    listed = "、".join(f"{grade}{people}人" for grade, people in sorted(parts.items()))
    decided = f"已定等次的{figure['value'][1]}人中，{listed}，优秀的占"
    return [
        Heading(2, "（四）考核情况"),
        Paragraph(
            (
                f"{figure['period_label']}第一书记考核，{decided}",
                ratio(data, GRADES),
                "。",
            )
        ),
    ]


def _attention(data: Data) -> list[Block]:
    blocks: list[Block] = [Heading(1, "二、需要核实的情况")]
    for key in SHOWN:
        figure, red = data["figures"][key], data["lamps"][key][Lamp.RED.value]
        if red and figure["thresholds"]:
            note = "" if figure["is_official"] else "（示例口径，非正式）"
            blocks.append(
                Paragraph(
                    (
                        f"{SHORT[key]}低于{figure['thresholds'][1]:.0%}{note}的县（市、区）有",
                        count(len(red), f"{key}.red"),
                        f"个：{names(data, red)}。",
                    )
                )
            )
    if len(blocks) == 1:
        blocks.append(Paragraph("本期已报数据中，没有低于标准下限的县（市、区）。"))
    blocks.append(Paragraph("以上由报表数据计算得出，只作核实线索，不作为对单位和个人的评价结论。"))
    return blocks


def _asked(data: Data, made_on: dt.date) -> list[Block]:
    until = chinese.date(made_on + dt.timedelta(days=MEND_DAYS))
    return [
        Heading(1, "三、下步要求"),
        Paragraph(
            f"（一）逐项核实。上述县（市、区）要对照报表逐村逐人核实，属实的说明原因和整改措施，"
            f"数据有误的在平台上更正，{until}前反馈。"
        ),
        Paragraph(
            "（二）及时补报。未上报的县（市、区）要尽快补报；平台已有的数据由平台预填，"
            "不得要求乡村重复填报。"
        ),
        Paragraph("（三）注重实效。不得以打卡、拍照、台账数量评价驻村工作，不得层层加码增加报表。"),
    ]


def _table(data: Data) -> Table:
    rows: list[Row | Band] = []
    for group in COUNTY_GROUPS:
        counties = [county for county in data["counties"] if county["group"] == group]
        if not counties:
            continue
        rows.append(Band(f"{group}（{len(counties)}个）"))
        rows.extend(
            (
                county["name"],
                county["above"],
                *(county_ratio(data, key, county["id"]) for key in SHOWN),
            )
            for county in counties
        )
    return Table(
        columns=(
            Column("单位", width=3),
            Column("上级", width=3),
            *(Column(SHORT[key], width=4) for key in SHOWN),
        ),
        rows=tuple(rows),
        note="括号内为分子/分母；分母不足5的只列数，不列百分比；不排名次，同组按代码排列。",
        size=9,
    )


def _unsent(data: Data) -> Block:
    by_id = {county["id"]: county for county in data["counties"]}
    items = data["counts"]["unsent"]["items"]
    if not items:
        return Paragraph("本期应报的报表均已上报。")
    return Table(
        columns=(
            Column("序号", width=1),
            Column("单位", width=3),
            Column("上级", width=3),
            Column("报表", width=6),
        ),
        rows=tuple(
            (str(index), by_id[pk]["name"], by_id[pk]["above"], name)
            for index, (pk, name, _) in enumerate(items, 1)
        ),
        size=10.5,
    )


def _definitions(data: Data) -> list[Block]:
    blocks: list[Block] = []
    for index, key in enumerate(data["order"], 1):
        figure = data["figures"][key]
        blocks += [
            Heading(3, f"{index}. {figure['label']}（{figure['period_label']}）"),
            Paragraph(
                f"公式：{figure['formula']}。依据：{figure['source']}（{figure['rule']}）。"
                f"{figure['caution']}"
            ),
        ]
    return blocks
