"""T4: the cases of weak branches, further on each month."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows
from accountability.management.demo_values.planned import is_planned
from accountability.management.demo_values.villages import left_villages
from accountability.rectification.sheets.weak_words import WEAK_TYPES

_SYMPTOMS: Final = (
    "支部委员缺2名，书记空缺期间由乡镇干部代管，会议记录不全，日常事务无人牵头",
    "书记年龄偏大，长期在外经商，一年在村时间不足三个月，交办的工作经常拖延",
    "书记和主任意见不合，两人分头行事，重要事项议而不决，班子会开不起来",
    "主题党日半年只开过一次，三会一课靠补记录应付，党员不清楚学习内容",
    "上次换届有人请客送礼，落选的一方多次上访，新班子工作推不开",
    "村里两大姓氏长期不和，宅基地调整和低保评议都受牵制，群众意见难统一",
    "村务公开栏两年没有更新，集体资金收支没有公示，群众对账目有疑问",
    "邻里纠纷和征地补偿信访较多，重复上访三批次，矛盾多年没有化解",
    "集体没有稳定收入，机井和道路无钱维护，几次谋划项目都没有落地",
    "便民服务室经常锁门，群众办事要跑乡镇，留守老人反映没人上门",
    "委员中两人外出打工，只剩三人在村，支部会凑不够人数",
    "书记不会用惠农政策，项目申报错过两次，群众说他怕担事",
    "前任书记和现任书记各拉一帮人，工程招标和低保名单年年吵",
    "支部大会一年没有开过，党费由组长垫交，流动党员联系不上",
    "换届后有候选人给亲友许愿的录音流传，村里议论不断",
    "沙场老板插手村务，机动地承包合同没有经过村民代表会议",
    "机动地和林地承包款记在私人本子上，监委会从没有看过账",
    "两个村民组争水渠打过架，派出所去了四次，至今没有协议",
    "办公楼租给私人仓库，村里开会借用小学教室，集体没有进账",
    "干部电话经常打不通，残疾证和临时救助拖了三个月没有办",
)
_MEASURES: Final = (
    "从返乡党员中补选2名委员，乡镇派一名副职驻村代理，两个月内配齐班子",
    "约谈书记明确坐班天数，安排后备干部跟岗，考察一个月后提出调整意见",
    "县领导主持三次谈心，分工写进责任清单，重要事项逐项票决并公开",
    "每月固定一天过主题党日，乡镇党委派人列席，季度检查记录和签到",
    "核查上次换届的反映并公布结果，成立监督小组，修订村民会议议事规则",
    "请两姓推选的老党员组成协商会，先办水渠清淤这件共同的事再评低保",
    "请乡镇农经站清理三年账目，逐笔张榜，推行村账乡镇代理和月公开",
    "司法所驻村办公十天，逐户登记诉求，补偿款差额由乡镇核实后补发",
    "争取壮大集体经济资金建冷库，与合作社签五年租约，收入专账管理",
    "公布干部值班表和电话，便民室每天开门，独居老人每周上门一次",
    "动员两名退役军人党员回村任职，乡镇组织委员列席每次支部会",
    "县委党校跟班一周，乡镇农办带着跑一遍项目申报，再由代表评议",
    "县纪委核清工程招标，责任分开写进承诺书，两任书记当面说清",
    "重新登记流动党员建微信群，支部大会补开并由乡镇党委点评",
    "公安和纪委联合核实录音，结果向全体代表通报，重签竞职承诺",
    "自然资源所清查沙场和合同，违规合同依法终止，重新公开发包",
    "委托会计师清理承包款，追回差额，监委会每季度审一次账",
    "水利站重新勘界定轮水表，两组代表签协议，包村干部盯一个灌季",
    "收回办公楼重签租约，房租进集体账，腾出一层做党群服务中心",
    "一件事一张办理单，三天没有办结的由乡镇包村领导督办",
)
_UNITS: Final = ("农业农村局", "财政局", "司法局", "水利局", "教育体育局", "交通运输局")
_STEPS: Final = 6
_HARDEST: Final = 5


def cases(form: Form) -> Rows:
    """Return the month's cases: the weak villages, and those whose election is not finished."""
    places = {place.code: place for place in form.villages}
    rows = []
    for number, row in enumerate(_listed(form)):
        place = places.get(row["key"])
        if place is not None:
            rows.append(dict(row) | _case(form, number, row, place))
    flipped = is_planned("poverty", form.code) and rows
    if flipped:
        rows[0]["is_poor_village"] = not rows[0].get("is_poor_village")
    if is_planned("alike", form.code) and len(rows) > 1:
        rows[1] |= {name: rows[0][name] for name in ("weak_types", "symptoms", "measures")}
    return rows


def _listed(form: Form) -> list[dict[str, Any]]:
    """Return the blank's rows, and those the county adds: what a later month brought in too."""
    known = {str(row["key"]): dict(row) for row in form.rows}
    left = [place for place in left_villages(form) if place.code not in known]
    if is_planned("unlisted", form.code) and left:
        left.pop()
    weak = [place for place in form.villages if place.is_weak and place.code not in known]
    for place in (*weak, *left):
        known[place.code] = {
            "key": place.code,
            "township_name": place.town,
            "village_name": place.name,
            "is_poor_village": place.is_poor,
        }
    return [row | {"serial": number} for number, (_, row) in enumerate(sorted(known.items()), 1)]


def _case(form: Form, number: int, row: Mapping[str, Any], place: Place) -> dict[str, Any]:
    key = (form.code, place.code, "case")
    kind = _kind(form, place)
    hardest = draw(*key, "hard", 6)
    is_hardest = hardest == _HARDEST
    leads = is_hardest and not (is_planned("hardest", form.code) and number == 0)
    households = 220 + draw(*key, "households", 500)
    return {
        "members_count": row.get("members_count") or place.members or 20,
        "households_count": households,
        "residents_count": households * 4 - draw(*key, "residents", 200),
        "weak_types": [WEAK_TYPES[kind % len(WEAK_TYPES)]],
        "symptoms": _SYMPTOMS[kind],
        "county_leader": name(*key, "county"),
        "county_leader_post": "县委常委、组织部部长" if leads else "副县长",
        "township_leader": name(*key, "town"),
        "township_leader_post": "党委书记",
        "first_secretary": place.first_secretary,
        "first_secretary_unit": place.first_unit,
        "partner_unit": f"{form.county.name}{_UNITS[draw(*key, 'unit', len(_UNITS))]}",
        "partner_person": name(*key, "partner"),
        "goal": "配齐配强班子，制度正常运转，群众满意率八成以上",
        "measures": _MEASURES[kind],
        "difficulty": str(max(1, hardest)),
        "is_hardest": is_hardest,
        "remark": "",
        **_progress(form, place, key),
    }


def _kind(form: Form, place: Place) -> int:
    """Return the type of a village's case: no two of a county the same while there are enough."""
    mine = sorted(one.code for one in form.villages if one.is_weak)
    left = [one.code for one in left_villages(form)]
    at = mine.index(place.code) if place.code in mine else len(mine)
    if place.code in left:
        at += left.index(place.code)
    return (draw(form.code, "kind", len(_SYMPTOMS)) + at) % len(_SYMPTOMS)


def _progress(form: Form, place: Place, key: tuple[object, ...]) -> dict[str, Any]:
    """Return stage, steps, days and acceptance: what follows from when the village was listed."""
    listed = place.weak_from
    if listed is None or listed + dt.timedelta(45) > form.until:
        return {"stage": "排查"}
    opened = listed + dt.timedelta(20 + draw(*key, "opened", 20))
    needed = 5 + draw(*key, "needed", 12)
    planned = opened + dt.timedelta(30 * needed + 50 - draw(*key, "planned", 90))
    days = {"opened_on": opened, "planned_on": planned}
    age = (form.period.first_day.year - opened.year) * 12 + form.period.step - opened.month
    if not place.first_secretary or age < 1:
        return {**days, "stage": "立案", **_steps(0, opened)}
    if age < needed:
        return {**days, "stage": "整顿中", **_steps(min(age, _STEPS - 1), opened)}
    steps = _steps(_STEPS, opened)
    if age == needed:
        return {**days, "stage": "县验收", **steps}
    verified = _first_of(opened, needed) + dt.timedelta(14)
    raters = 20 + draw(*key, "raters", 15)
    return {
        **days,
        **steps,
        "stage": "跟踪巩固",
        "finished_on": verified - dt.timedelta(8),
        "score": 78 + draw(*key, "score", 18),
        "raters_count": raters,
        "dissatisfied_count": draw(*key, "against", 4),
        "verdict": "合格",
        "verifier": name(*key, "verifier"),
        "verifier_unit": f"{form.county.name}委组织部",
        "verified_on": verified,
    }


def is_cured(form: Form, place: Place) -> bool:
    """Say whether the village's case is over but for its year of tracking."""
    return _progress(form, place, (form.code, place.code, "case")).get("stage") == "跟踪巩固"


def _first_of(opened: dt.date, months: int) -> dt.date:
    year, month = divmod(opened.year * 12 + opened.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _steps(done: int, opened: dt.date) -> dict[str, str]:
    """Return the cells of the six steps: so many done, one under way, the rest not begun."""
    found = {}
    for step in range(1, _STEPS + 1):
        day = opened + dt.timedelta(24 * step)
        text = f"完成{day.year}.{day.month}.{day.day}"
        found[f"steps_{step}"] = text if step <= done else "进行" if step == done + 1 else "未开始"
    return found
