"""T20: the pool of talent and what its experts did in villages. All of it is invented."""

import datetime as dt
from typing import Any, Final

from accountability.management.demo_values.draws import draw, name
from accountability.management.demo_values.form import Form, Place, Rows

_SKILLS: Final = (
    ("科技特派员", "食用菌栽培"),
    ("科技特派员", "大棚蔬菜病虫害防治"),
    ("科技特派员", "黑山羊养殖"),
    ("博士服务团", "中药材加工"),
    ("博士服务团", "土壤改良"),
    ("本土人才", "果树嫁接修剪"),
    ("本土人才", "竹编和草编工艺"),
    ("返乡创业", "农产品网上销售"),
    ("返乡创业", "服装代加工管理"),
    ("其他", "乡村旅游规划"),
)
_SERVICES: Final = (
    ("香菇菌棒高温管理", "菌棒烧棚的原因查清，改了通风和码放办法"),
    ("大棚黄瓜霜霉病防治", "定了轮换用药方案，两座棚已控制住病情"),
    ("黑山羊春季防疫", "补打疫苗四百多只，建了防疫档案"),
    ("丹参育苗和移栽", "选定育苗地块，教会八户起垄移栽"),
    ("测土配方施肥", "取土样二十一份，按地块开了配方单"),
    ("桃树夏季修剪", "手把手修剪示范园，培养三名本村修剪手"),
    ("竹编样式改进", "设计两款收纳筐，对接了县里的展销点"),
    ("网店开办和包装", "开通两家网店，首批红薯粉条已经发货"),
    ("服装车间排产", "重排工位，日产量提高一成，留住了女工"),
    ("古村民宿改造", "看了五处老院子，出了改造草图和预算"),
    ("小麦后期田间管理", "一喷三防全部完成，倒伏地块扶了行"),
    ("核桃低产园改造", "选接穗改良四十亩，定了管护人"),
)


def talent(form: Form) -> Rows:
    """Return the pool, and the quarter's services in villages by people of the pool."""
    poor = [place for place in form.villages if place.is_poor] or list(form.villages)
    pool = [_expert(form, n, poor) for n in range(6 + draw(form.code, "pool", 7))]
    days = max(1, (form.until - form.period.first_day).days - 6)
    start = draw(form.code, "served", len(poor)) + 5 * form.period.step
    count = min(len(poor), 4 + draw(form.code, str(form.period), "services", 7))
    services = [
        _service(form, poor[(start + n) % len(poor)], n, pool, 3 + n * days // (count + 1))
        for n in range(count)
    ]
    return [
        *({**row, "serial": n} for n, row in enumerate(pool, 1)),
        *({**row, "serial": n} for n, row in enumerate(services, 1)),
    ]


def _expert(form: Form, number: int, poor: list[Place]) -> dict[str, Any]:
    key = (form.code, "expert", number)
    kind, skill = _SKILLS[(draw(form.code, "skill", len(_SKILLS)) + number) % len(_SKILLS)]
    place, who = poor[draw(*key, "place", len(poor))], name(*key)
    is_of_town = kind == "本土人才"
    return {
        "part": "pool",
        "key": ":".join(map(str, key)),
        "person_name": who,
        "kind": kind,
        "specialty": skill,
        "township_name": place.town,
        "village_name": "" if is_of_town else place.name,
        "pooled_on": dt.date(2018, 2, 1) + dt.timedelta(draw(*key, "pooled", 600)),
        "standing": "暂停" if draw(*key, "standing", 12) == 0 else "服务中",
    }


def _service(form: Form, place: Place, number: int, pool: Rows, days: int) -> dict[str, Any]:
    key = (form.code, str(form.period), "service", number)
    first = draw(form.code, str(form.period), "subject", len(_SERVICES))
    subject, solved = _SERVICES[(first + number) % len(_SERVICES)]
    experts = {pool[draw(*key, "expert", n, len(pool))]["person_name"] for n in range(2)}
    return {
        "part": "service",
        "key": ":".join(map(str, key)),
        "served_on": form.period.first_day + dt.timedelta(days),
        "township_name": place.town,
        "village_name": place.name,
        "subject": subject,
        "expert_names": "、".join(sorted(experts)),
        "served_count": 8 + draw(*key, "count", 50),
        "solved": solved,
    }
