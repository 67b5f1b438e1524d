"""T13, T15 and T16: visits, measures, and what cadres are thanked with. All of it is invented."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows
from accountability.management.demo_values.planned import is_planned

_SOLVED: Final = (
    "协调水利部门修通排灌渠，当天定了施工队",
    "给两户危房户落实了改造资金和工期",
    "推动村部搬出危旧房，借用学校空房办公",
    "帮合作社联系收购商，签了香菇订单",
    "督促补发村干部两个月误工补贴",
    "为独居老人安排包户党员，留了便民卡",
    "协调通村公交增加一个早班",
    "解决卫生室药柜和冷藏箱短缺",
    "请农技员到棚里看病害，定了防治办法",
    "核对低保名单，补报了三户漏报户",
)


def visits(form: Form) -> Rows:
    """Return the quarter's visits of the heads of organisation, one row a place."""
    poor = [place for place in form.villages if place.is_poor] or list(form.villages)
    days = max(1, (form.until - form.period.first_day).days - 5)
    share = 50 + draw(form.code, str(form.period), "visits", 45)
    count = max(1, len(poor) * share // 100)
    start = draw(form.code, "visited", len(poor)) + 9 * form.period.step
    head = name(form.code, "organisation")
    off = is_planned("ledger", form.code)
    rows = []
    for number in range(count):
        place = poor[(start + number) % len(poor)]
        key = (place.code, str(form.period), "visit")
        rows.append(
            {
                "serial": number + 1,
                "visitor_level": "县",
                "visitor_post": "县委常委、组织部部长",
                "visitor_name": head,
                "township_name": place.town,
                "village_name": place.name,
                "visited_on": form.period.first_day
                + dt.timedelta(4 + number * days // (count + 1)),
                "villages_count": 1,
                "households_count": 2 + draw(*key, "households", 6),
                "is_unannounced": draw(*key, "quiet", 3) == 0,
                "findings_count": 2 if off and number == count - 1 else 0,
                "solved": _SOLVED[(start + number) % len(_SOLVED)] if number < len(_SOLVED) else "",
            }
        )
    for more in _from_above(form, poor):
        rows.append({"serial": len(rows) + 1, **more})
    return rows


def _from_above(form: Form, poor: Sequence[Place]) -> Iterator[dict[str, Any]]:
    """Yield the visits of the city's and the province's heads: a few townships, few counties."""
    quarter, first = str(form.period), form.period.first_day
    if not poor[0].is_poor:
        return
    towns = sorted({place.town for place in poor})
    start = draw(form.code, "towns", len(towns))
    for number in range(min(len(towns), 1 + draw(form.code, quarter, "towns", 3))):
        yield {
            "visitor_level": "市",
            "visitor_post": "市委常委、组织部部长",
            "visitor_name": name(form.code[:4], "organisation"),
            "township_name": towns[(start + number + form.period.step) % len(towns)],
            "visited_on": first + dt.timedelta(20 + number),
            "is_unannounced": True,
        }
    if draw(form.code, quarter, "province", 3) == 0:
        yield {
            "visitor_level": "省",
            "visitor_post": "省委常委、组织部部长",
            "visitor_name": name("province", "organisation"),
            "visited_on": first + dt.timedelta(30),
            "is_unannounced": True,
        }


_TALKS: Final = (
    ("提醒约谈", "约谈", "驻村签到台账补记，工作日志内容雷同"),
    ("提醒约谈", "批评教育", "入户走访记录不实，两户情况与实际不符"),
    ("提醒约谈", "约谈", "软弱涣散村整顿进度慢，到期没有报进展"),
    ("通报", "通报批评", "月报数据多次退回仍未核实，影响汇总"),
    ("诫勉", "诫勉", "扶贫项目资金拨付拖延三个月，造成工期延误"),
    ("提醒约谈", "提醒", "便民服务值班缺岗，群众办事跑空"),
)
_BASIS: Final = "《脱贫攻坚责任制实施办法》第十九条"
_WEIGHS_MONTHS: Final = 6  # an admonition stays on the list while it weighs


def measures(form: Form) -> Rows:
    """Return the month's measures and the admonitions that still weigh."""
    rows = [_recall(form, row) for row in form.rows if str(row.get("key", "")).startswith("recall")]
    for month in range(max(1, form.period.step - _WEIGHS_MONTHS), form.period.step + 1):
        count = 1 + draw(form.code, month, "measures", 3) // 2
        for number in range(count):
            row = _measure(form, month, number)
            if month == form.period.step or row["category"] == "诫勉":
                rows.append(row)
    if is_planned("recall", form.code) and form.period.step == 5:  # noqa: PLR2004 - in May
        rows.append(_stranger(form))
    return [{**row, "serial": number} for number, row in enumerate(rows, 1)]


def _decision(form: Form, key: tuple[object, ...], day: dt.date) -> dict[str, Any]:
    number = 1 + draw(*key, "number", 60)
    return {
        "basis": _BASIS,
        "document_number": f"{form.county.name[:2]}组通〔{day.year}〕{number}号",
        "authority": f"{form.county.name}委组织部",
        "decided_on": day,
        "appeal": "未申诉",
        "is_public": False,
    }


def _recall(form: Form, row: Mapping[str, Any]) -> dict[str, Any]:
    day = row["decided_on"]
    known = _decision(form, (row["key"],), day)
    return {**row, **known, "reason": "驻村工作不适应，由派出单位和县委组织部共同研究召回"}


def _measure(form: Form, month: int, number: int) -> dict[str, Any]:
    key = (form.code, month, "measure", number)
    category, form_, reason = _TALKS[draw(*key, "kind", len(_TALKS))]
    return {
        "key": ":".join(map(str, key)),
        "unit_name": form.unit(draw(*key, "unit", 1000)),
        "person_name": name(*key),
        "post_title": ("股长", "副局长", "科员", "副主任")[draw(*key, "post", 4)],
        "category": category,
        "form": form_,
        "standing": "决定",
        "reason": reason,
        **_decision(form, key, dt.date(2020, month, 2 + draw(*key, "day", 26))),
    }


def _stranger(form: Form) -> dict[str, Any]:
    """Return a recall the roster knows nothing of."""
    key = (form.code, "recalled")
    return _measure(form, 5, 9) | {
        "key": "planned",
        "person_name": name(*key),
        "post_title": "驻村工作队队员",
        "category": "召回",
        "form": "召回",
        "reason": "连续两个月在岗天数不足，经谈话没有改进，予以召回",
    }


_CARE: Final = (
    ("慰问", "春节和七一走访慰问驻村干部家属", 800),
    ("体检", "组织驻村干部年度健康体检", None),
    ("保险", "为驻村干部办理人身意外伤害保险", 300),
    ("慰问", "看望住院的村党组织书记", 1000),
    ("保险", "为村干部续办意外伤害保险", 200),
)


def incentives(form: Form) -> Rows:
    """Return the quarter's promotions, honours and care."""
    rows = [
        {
            **row,
            "content": f"由{row['post_title']}提拔任用",
            "document_number": f"{form.county.name[:2]}组干〔2020〕{20 + number}号",
        }
        for number, row in enumerate(form.rows)
        if row["given_on"] <= form.until
    ]
    count = 2 + draw(form.code, str(form.period), "care", 4)
    rows += [_care(form, number) for number in range(count)]
    if draw(form.code, str(form.period), "honour", 2):
        rows.append(_honour(form))
    return [{**row, "serial": number} for number, row in enumerate(rows, 1)]


def _day(form: Form, *key: object) -> dt.date:
    days = (form.until - form.period.first_day).days
    return form.period.first_day + dt.timedelta(draw(form.code, str(form.period), *key, days))


def _care(form: Form, number: int) -> dict[str, Any]:
    key = (form.code, str(form.period), "care", number)
    category, content, amount = _CARE[draw(*key, "kind", len(_CARE))]
    return {
        "key": ":".join(map(str, key)),
        "unit_name": form.unit(draw(*key, "unit", 1000)),
        "person_name": name(*key),
        "post_title": "驻村干部",
        "category": category,
        "content": content,
        "given_on": _day(form, "care", number),
        "amount_yuan": amount,
    }


def _honour(form: Form) -> dict[str, Any]:
    key = (form.code, str(form.period), "honour")
    day = _day(form, "honour")
    return {
        "key": ":".join(map(str, key)),
        "unit_name": form.unit(draw(*key, "unit", 1000)),
        "person_name": name(*key),
        "post_title": "驻村干部",
        "category": "表彰",
        "honour_level": "县",
        "content": "优秀驻村干部",
        "given_on": day,
        "document_number": f"{form.county.name[:2]}发〔2020〕{5 + draw(*key, 30)}号",
    }
