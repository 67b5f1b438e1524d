"""A 督查通报 as it would be issued; every place and person is invented."""

import datetime as dt
import hashlib

from accountability.reports.typeset.chinese import document_number, heading_number, percent, share
from accountability.reports.typeset.model import (
    Align,
    Attachment,
    Band,
    Chart,
    Column,
    Document,
    Face,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Run,
    Table,
    Verification,
)

CITIES = (
    "嵩阳市",
    "沁川市",
    "淮安岭市",
    "伏阳市",
    "洛浦市",
    "颍上原市",
    "丹水市",
    "黛河市",
    "栾山市",
)
COUNTIES = ("青垚县", "槐荫县", "石磜县", "桐峪县", "沙陂县", "白䶮县", "云峣县", "柳𠮷县")
AS_OF = dt.datetime(2020, 6, 1, 8, 0)  # noqa: DTZ001 - local time as printed
MADE = dt.datetime(2020, 6, 3, 9, 30)  # noqa: DTZ001
ISSUED = dt.date(2020, 6, 3)
PROOF = Verification(
    "K7QM-2D9F",
    "http://portal.example/c/K7QM2D9F",
    hashlib.sha256("样本".encode()).hexdigest(),
    AS_OF,
    MADE,
    "组织二处　赵文清",
)

GROUPS = (
    Column("组别", width=5),
    Column("名次"),
    Column("单位", Align.LEFT),
    Column(("五天四夜达标率", "达标人数"), Align.RIGHT),
    Column(("五天四夜达标率", "应在岗人数"), Align.RIGHT),
    Column(("五天四夜达标率", "比例"), Align.RIGHT),
    Column("比上月\n（百分点）", Align.RIGHT),
    Column("报送及时率", Align.RIGHT),
)


def indicators() -> Table:
    rows = (
        ("第一书记覆盖率", "100%", share(1305, 1305), share(1301, 1305), "+0.3", "已达到"),
        ("五天四夜达标率", "95%", share(1234, 1305), share(1223, 1304), "+0.8", "未达到"),
        ("报送及时率", "98%", share(155, 158), share(150, 158), "+3.2", "已达到"),
        ("到期问题整改率", "95%", share(144, 167), share(163, 186), "−1.4", "未达到"),
        ("软弱涣散村党组织转化率", "85%", share(1186, 1342), "—", "—", "已达到"),
    )
    columns = (
        Column("指标", Align.LEFT),
        Column("目标"),
        Column("本月"),
        Column("上月"),
        Column("比上月\n（百分点）"),
        Column("是否达到目标"),
    )
    return Table(columns, rows, caption="表1　2020年5月主要指标完成情况")


def ranking() -> Table:
    rows: list[tuple[str, ...] | Band] = []
    for group, names in (("省辖市", CITIES), ("贫困县", COUNTIES)):
        rows.append(Band(f"{group}（{len(names)}个）"))
        for place, name in enumerate(names, start=1):
            total = 96 - place * 3
            met = total - place // 2
            rows.append(
                (
                    *(group, str(place), name, str(met), str(total)),
                    percent(met, total),
                    f"{0.9 - place / 5:+.1f}".replace("-", "−"),
                    share(12, 12 + place % 3),
                )
            )
    note = (
        "注：1.五天四夜达标率＝当月达标的第一书记人数÷应在岗人数，经批准请假的按规定扣减应驻天数；"
        "2.比上月按百分点计算，上月口径不同的以“—”表示；3.同组内名次相同的并列。"
    )
    return Table(GROUPS, tuple(rows), unit="数据截至：2020年6月1日8时", note=note)


def findings() -> Table:
    columns = (
        Column("序号", width=2.5),
        Column("问题", Align.LEFT, width=20),
        Column("责任单位", width=7),
        Column("责任人", width=4),
        Column("整改措施", Align.LEFT, width=16),
        Column("时限", width=6),
        Column("进展", width=4),
    )
    texts = (
        "第一书记当月驻村14天，未达到五天四夜要求，且未履行请假手续",
        "驻村工作队帮扶台账与村级留存的入户记录不一致，涉及6户",
        "村党支部3月以来未按规定召开“三会一课”，记录系事后补写",
        "村集体经济收入5万元未入账，村务公开栏无相关公示",
    )
    rows = tuple(
        (
            str(number),
            texts[number % 4],
            f"{COUNTIES[number % 8]}委组织部",
            ("张一鸣", "李敬之", "王守田")[number % 3],
            "由县委组织部约谈，限期补齐驻村天数，举一反三开展自查",
            "2020年6月30日",
            ("整改中", "已销号", "未启动")[number % 3],
        )
        for number in range(1, 23)
    )
    return Table(columns, rows)


def chart() -> Chart:
    bars = "".join(
        f'<text x="70" y="{34 + i * 22}" font-size="12" text-anchor="end" fill="#1F2329">{name}</text>'
        f'<rect x="78" y="{23 + i * 22}" width="{(96.5 - i * 1.6 - 70) * 11:.1f}" height="14"'
        f' fill="{"#A9B6C2" if i < 7 else "#B42318"}"/>'
        f'<text x="{84 + (96.5 - i * 1.6 - 70) * 11:.1f}" y="{34 + i * 22}" font-size="12"'
        f' fill="#1F2329">{96.5 - i * 1.6:.1f}</text>'
        for i, name in enumerate(CITIES)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 226" role="img">'
        f'{bars}<path d="M353 16V220" stroke="#1F2329" stroke-dasharray="3 3" fill="none"/>'
        '<text x="353" y="12" font-size="11" text-anchor="middle" fill="#4A5058">目标95%</text></svg>'
    )
    return Chart(svg, "图1　各省辖市五天四夜达标率（%）", width_mm=110)


BODY = (
    Paragraph(
        "5月18日至22日，省委组织部派出9个督查组，采取“四不两直”方式，对18个省辖市、53个贫困县、"
        "106个乡镇、212个村抓党建促脱贫攻坚工作进行了督查，走访农户1060户，查阅第一书记驻村工作日志"
        "1305份。督查对象由系统随机抽取，种子号和抽取结果见附件3。现将有关情况通报如下。"
    ),
    Heading(1, f"{heading_number(1, 1)}总体情况"),
    Paragraph(
        (
            (
                "5月份，各地认真落实省委关于抓党建促脱贫攻坚的部署，第一书记驻村履职、软弱涣散村党组织"
                "整顿、问题整改等工作取得新的进展。全省应派第一书记全部到岗，覆盖率"
            ),
            Run(share(1305, 1305), key="coverage"),
            "；五天四夜达标率",
            Run(share(1234, 1305), key="presence"),
            "，比4月份提高0.8个百分点；报送及时率",
            Run(share(155, 158), key="timeliness"),
            "，青垚县、石磜县、白䶮县迟报。主要指标完成情况见表1。",
        )
    ),
    indicators(),
    chart(),
    Heading(1, f"{heading_number(1, 2)}主要做法"),
    Paragraph(
        (
            Run(f"{heading_number(2, 1)}压实责任抓落实。", face=Face.KAI),
            (
                "嵩阳市委常委会每月听取一次抓党建促脱贫攻坚工作汇报，市、县、乡三级书记遍访贫困村"
                "212个、贫困户3418户，对排名靠后的5个乡镇党委书记进行约谈。"
            ),
        )
    ),
    Paragraph(
        (
            Run(f"{heading_number(2, 2)}从严管理促履职。", face=Face.KAI),
            "沁川市建立第一书记“日记录、周调度、月通报”制度，5月份共抽查第一书记",
            Run("96人", key="checked"),
            "，对3名不在岗又未请假的第一书记予以召回，由派出单位重新选派。",
        )
    ),
    Heading(1, f"{heading_number(1, 3)}存在问题"),
    Heading(2, f"{heading_number(2, 1)}驻村工作不够扎实"),
    Paragraph(
        "督查发现，71名第一书记当月驻村天数未达到要求，主要集中在丹水市、黛河市、栾山市。其中，"
        "栾山市云峣县有4名第一书记当月驻村不足15天，且未履行请假手续，不符合《关于加强贫困村驻村工作队"
        "选派管理工作的指导意见》关于“每年驻村不少于200天”和本省“五天四夜”的要求。"
    ),
    Heading(2, f"{heading_number(2, 2)}问题整改不够到位"),
    Paragraph(
        (
            "到期问题整改率",
            Run(share(144, 167), key="rectified"),
            (
                "，比4月份下降1.4个百分点，连续2个月低于95%的目标；逾期未整改23项，涉及7个县（见附件2）。"
                "黛河市沙陂县上报的“已完成整改”事项中，经核查有2项尚未启动。"
            ),
        )
    ),
    Heading(3, f"{heading_number(3, 1)}台账管理不规范。"),
    Paragraph("部分县的帮扶台账与入户记录不一致，涉及6个村、31户。"),
    Heading(1, f"{heading_number(1, 4)}下步要求"),
    Paragraph(
        "各级党委组织部门要对照本通报点出的问题，逐项建立清单，明确责任人和完成时限，于6月30日前完成整改，"
        "7月5日前将整改情况报省委组织部组织二处。对整改不力、弄虚作假的，依规依纪严肃处理。"
    ),
)


def bulletin_of_inspection() -> Document:
    return Document(
        title="关于2020年5月抓党建促脱贫攻坚工作督查情况的通报",
        masthead=Masthead("中共中州省委组织部督查通报"),
        number=document_number("中组督", 2020, 7),
        addressee="各省辖市委组织部，各县（市、区）委组织部，省直有关单位党组（党委）",
        blocks=BODY,
        attachments=(
            Attachment("2020年5月各市县主要指标排序表", (ranking(),)),
            Attachment("督查发现问题清单", (findings(),), landscape=True),
            Attachment(
                "督查对象随机抽取说明",
                (
                    Paragraph(
                        "督查对象按照“县不重复、乡镇不重复、贫困村优先”的原则，由系统以种子号20200518随机抽取，"
                        "抽取过程由纪检监察机构派员监督，抽取结果封存至出发当日。"
                    ),
                ),
            ),
        ),
        signature="中共中州省委组织部",
        date=ISSUED,
        sealed=True,
        imprint=Imprint(
            "中共中州省委组织部办公室",
            ISSUED,
            (
                ("抄报", "省委书记、省长，省委常委。"),
                ("抄送", "省纪委监委机关，省委办公厅，省扶贫开发办公室。"),
            ),
            count=120,
        ),
        verification=PROOF,
        mark="演示数据",
    )
