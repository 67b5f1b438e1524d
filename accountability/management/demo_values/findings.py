"""T6: what inspections found, month after month until it is closed. All of it is invented."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from accountability.intake.rules import Period
from accountability.management.demo_values.draws import SEED, draw, name
from accountability.management.demo_values.form import Form, Rows
from accountability.management.demo_values.planned import is_planned
from villages.demo.synthetic import person


@dataclass(frozen=True)
class Case:
    """What can be found: category, description, basis, aim, action, progress while it goes on."""

    category: str
    description: str
    basis: str
    goal: str
    action: str
    progress: tuple[str, ...]


_CASES: Final = (
    Case("第一书记", "抽查驻村日志，上月有9天的记录是月底一次补写的，签到表与派出单位请假单对不上",
         "《关于加强贫困村驻村工作队选派管理工作的指导意见》第八条",
         "日志当日记载，签到与请假单逐日一致",
         "乡镇党委每周抽查日志一次，派出单位核对请假单后补正台账",
         ("已约谈两名队员，补正了上月台账", "抽查两周，日志均为当日记载")),
    Case("软弱涣散", "整顿台账写已召开村民代表会议，现场没有签到和会议记录，三名代表说没有参加",
         "《中国共产党农村基层组织工作条例》第二十七条",
         "重新召开会议，记录和签到齐全，代表知晓整顿方案",
         "包村领导到会，逐户通知代表，会议记录张榜三天",
         ("会议已重开，到会代表21人", "整顿方案上墙公示，收到意见4条")),
    Case("集体经济", "光伏电站收益8.6万元在乡镇账户挂账七个月，没有按规定分配到村集体",
         "《光伏扶贫电站收益分配管理办法》第五条",
         "收益全部拨付到村，分配方案经村民代表会议通过",
         "乡镇财政所15日内拨付，村里按方案设公益岗并公示",
         ("已拨付5.1万元，余款待核对发电量", "余款到账，设公益岗6个")),
    Case("保障", "三个行政村的办公经费只到位四成，村部欠电费，值班室没有取暖和桌椅",
         "《关于完善村级组织运转经费保障机制的意见》第三条",
         "经费按标准拨付到位，村部水电和值班条件恢复",
         "财政局按季拨付并抄送组织部，乡镇先行垫付电费",
         ("第一批经费已拨付，电费结清", "桌椅和取暖设备已配齐")),
    Case("培训人才", "农技培训名单中有11人说没有参加，签名笔迹相同，培训照片是上一年的",
         "《干部教育培训工作条例》第四十一条",
         "重新核实名单，补办培训，费用据实结算",
         "农业农村局逐人电话核实，取消虚列费用，重办一期实训",
         ("已核实名单，退回费用1.2万元", "补办一期，实到37人")),
    Case("作风", "便民服务中心上午10点仍有两个窗口没有人，群众等候40分钟，没有代岗安排",
         "《关于解决形式主义突出问题为基层减负的通知》第二条",
         "窗口按时到岗，代岗表公开，等候不超过15分钟",
         "乡镇纪委每周不打招呼查两次，公布投诉电话",
         ("公布代岗表，通报两人", "连续三周检查均在岗")),
    Case("数据不实", "花名册在岗12人，现场到岗9人，另外3人的驻村天数由他人代填",
         "《统计法》第七条",
         "更正在岗数据，落实本人填报、乡镇核对",
         "县委组织部逐月电话抽查，派出单位书面说明三人去向",
         ("三人天数已更正，派出单位书面说明", "抽查20人，填报与实际一致")),
    Case("后备与党员", "两个村没有后备干部，近三年没有发展党员，入党申请书放在村部没有报乡镇",
         "《中国共产党发展党员工作细则》第六条",
         "每村确定后备干部，申请书按程序办理",
         "乡镇组织委员到村谈话，一个月内完成推荐和备案",
         ("已确定后备干部3名", "4份申请书报乡镇党委备案")),
)  # fmt: skip
# What households said when the inspectors of December 2019 came unannounced.
_ASKED: Final = (
    *_CASES,
    Case("软弱涣散", "两户群众说一年没有见过村支部书记，村务公开栏的低保名单停在前年",
         "《村务监督委员会工作指导意见》第四条",
         "书记每周固定两天在村值班，公开栏按月更新",
         "乡镇党委书记约谈，值班表和电话贴到各组，补公开两年低保名单",
         ("值班表已张贴", "两年名单补齐，回访两户满意")),
    Case("第一书记", "群众反映第一书记只在填表时来过，问不出三户重点户的收入来源",
         "《关于加强贫困村驻村工作队选派管理工作的指导意见》第九条",
         "逐户走访一遍，重点户一户一策写清收入",
         "派出单位分管领导陪同入户，走访记录由户主签字",
         ("走访了21户", "三户重点户的帮扶措施已调整")),
    Case("保障", "村卫生室药柜空了一半，慢病老人要到镇上取药，来回路费20元",
         "《关于完善村级组织运转经费保障机制的意见》第五条",
         "常用药按目录配齐，慢病老人送药上门",
         "卫健部门核定目录并补药，村医每月上门两次",
         ("常用药已补齐", "送药上门14人次")),
    Case("集体经济", "合作社分红表上有6户说没有领到钱，代领人签字看不清是谁",
         "《农民专业合作社法》第四十四条",
         "逐户核实分红，未领的补发到卡",
         "农经站核对流水，分红一律打卡发放并张榜",
         ("已补发4户", "6户全部到账，榜单公示7天")),
)  # fmt: skip
_SOURCES: Final = ("县督查", "市督查", "省督查", "暗访", "交叉检查", "自查")
_MONTHS: Final = 5
_FIRST_YEAR: Final = 2020  # before it there were spot checks only


def findings(form: Form) -> Rows:
    """Return the year's findings up to the month; what was closed stays listed."""
    if form.period.first_day.year < _FIRST_YEAR:
        return _spot_checks(form)
    rows: Rows = []
    start = draw(form.code, "findings", len(_CASES))
    used = 0
    for month in range(1, min(form.period.step, _MONTHS) + 1):
        for number in range(draw(form.code, month, "found", 3)):
            case = _CASES[(start + used) % len(_CASES)]
            used += 1
            row = _finding(form, case, month, number, used)
            if used <= len(_CASES):
                rows.append(row)
    if is_planned("copied", form.code) and len(rows) > 1:
        rows[1]["action"] = rows[0]["action"]
    return [{**row, "serial": number} for number, row in enumerate(rows, 1)]


def _finding(form: Form, case: Case, month: int, number: int, used: int) -> dict[str, Any]:
    """Return the row of a finding of an earlier month or this, closed a few months after."""
    key = (form.code, month, number, "finding")
    needed = 1 + draw(*key, "needed", 2)
    age = min(form.period.step - month, needed)
    found = dt.date(2020, month, 3 + draw(*key, "day", 22))
    closed = age == needed
    progress = "刚交办，责任单位正在核实" if age == 0 else case.progress[min(age, 2) - 1]
    serial = f"2020-{month:02d}-{form.code}-{used:03d}"
    closing = Period.parse(f"2020-{month + needed:02d}").last_day if closed else form.until
    return {
        **_described(form, case, key, found, serial),
        "source": _SOURCES[draw(*key, "source", len(_SOURCES))],
        "batch": f"2020年第{month}批",
        "due_on": found + dt.timedelta(30 * needed + (-20 if _is_late(form, key) else 30)),
        "progress": f"{month + age}月：{progress}",
        "status": "未启动" if age == 0 else "已完成待核" if closed else "整改中",
        "evidence": "现场照片3张、会议记录1份" if closed else "",
        **(_closing(form, key, draw(*key, "unit", 1000), closing) if closed else {}),
    }


def _is_late(form: Form, key: tuple[object, ...]) -> bool:
    """Say whether a finding is closed after its term: seldom, in some counties often."""
    often = 45 if draw(form.code, "slow", 8) == 0 else 6
    return draw(*key, "late", 100) < often


def _described(
    form: Form, case: Case, key: tuple[object, ...], found: dt.date, number: str
) -> dict[str, Any]:
    """Return what was found where, and who is to mend it."""
    place = form.villages[draw(*key, "village", len(form.villages))]
    return {
        "key": ":".join(map(str, key)),
        "finding_number": number,
        "found_on": found,
        "inspector": f"第{1 + draw(*key, 'team', 6)}督查组",
        "township_name": place.town,
        "village_name": place.name,
        "category": case.category,
        "description": case.description,
        "basis": case.basis,
        "gravity": ("一般", "一般", "较重")[draw(*key, "gravity", 3)],
        "nature": "个性",
        "owner_name": form.unit(draw(*key, "unit", 1000)),
        "leader": name(*key, "leader"),
        "responsible": name(*key, "responsible"),
        "phone_masked": person(SEED, ":".join(map(str, key))).phone,
        "goal": case.goal,
        "action": case.action,
        "mend_type": "限期整改",
    }


def _spot_checks(form: Form) -> Rows:
    """Return what was found in a month of spot checks: closed in it, the people asked each time."""
    content = len(_ASKED) - (5 if is_planned("claim", form.code) else draw(form.code, "content", 3))
    return [
        _checked(form, case, serial, "满意" if serial <= content else "不满意")
        for serial, case in enumerate(_ASKED, 1)
    ]


def _checked(form: Form, case: Case, serial: int, satisfaction: str) -> dict[str, Any]:
    key = (form.code, str(form.period), serial, "spot check")
    found = form.period.first_day + dt.timedelta(1 + draw(*key, "day", 6))
    unit = draw(*key, "unit", 1000)
    number = f"{form.period}-{form.code}-{serial:03d}"
    return {
        **_described(form, case, key, found, number),
        "batch": f"{form.period.first_day.year}年第{form.period.step}批",
        "source": ("暗访", "第三方评估")[draw(*key, "source", 2)],
        "due_on": found + dt.timedelta(24),
        "progress": f"{form.period.step}月：{case.progress[-1]}",
        "status": "已完成待核",
        "evidence": "现场照片3张、会议记录1份",
        "satisfaction": satisfaction,
        **_closing(form, key, unit, form.until),
    }


def _closing(form: Form, key: tuple[object, ...], unit: int, until: dt.date) -> dict[str, Any]:
    verified = until - dt.timedelta(6 + draw(*key, "verified", 10))
    return {
        "verifier_name": form.unit(unit + 1),
        "verified_by": _other_than(name(*key, "responsible"), key),
        "verified_on": verified,
        "verify_result": "通过",
        "closed_on": verified + dt.timedelta(2),
    }


def _other_than(mender: str, key: tuple[object, ...]) -> str:
    """Return who verifies: nobody who bears the name of who mends."""
    drawn = (name(*key, "verifier", turn) for turn in range(9))
    return next(one for one in drawn if one != mender)
