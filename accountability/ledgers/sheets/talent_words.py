"""Words T20 allows in a cell, with the ways people write them (D20)."""

from typing import Final

from accountability.ledgers.rules.talent import LEFT, PAUSED, SERVING

KINDS: Final = ("科技特派员", "博士服务团", "本土人才", "返乡创业", "其他")
KIND_WORDS: Final = {
    **dict.fromkeys(("特派员", "省科技特派员", "市科技特派员", "科技特派"), "科技特派员"),
    **dict.fromkeys(("博士服务团成员", "博士团", "博士"), "博士服务团"),
    **dict.fromkeys(
        ("县级本土人才", "本土", "乡土人才", "土专家", "田秀才", "本土专家", "农民专家"), "本土人才"
    ),
    **dict.fromkeys(("返乡创业人员", "返乡人员", "返乡", "返乡创业人才", "返乡能人"), "返乡创业"),
    "其它": "其他",
}
STANDING_WORDS: Final = {
    **dict.fromkeys(("在服务", "正在服务", "服务", "在岗", "在库"), SERVING),
    **dict.fromkeys(("暂停服务", "中止", "休整"), PAUSED),
    **dict.fromkeys(("已退出", "退出服务", "出库", "期满", "服务期满"), LEFT),
}
