"""Rows of T5 collective economy and T11 guarantees; amounts in 万元."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accountability.ledgers.models.village import VillageRow, counted, rows_of, ten_thousands


class EconomyRow(VillageRow):
    """One row of T5: a village's collective economy in one year, by its components.

    `operating_income`, `income_class` and `weakness` follow from the components (J-02).
    """

    village_types = ArrayField(models.CharField(max_length=20), null=True, verbose_name="村类型")
    income_total = ten_thousands("总收入")
    income_business = ten_thousands("经营收入")
    income_contract = ten_thousands("发包及上交收入")
    income_investment = ten_thousands("投资收益")
    income_subsidy = ten_thousands("补助收入")
    income_other = ten_thousands("其他收入")
    income_other_operating = ten_thousands("其他收入中的经营性部分")
    expense_total = ten_thousands("总支出")
    expense_business = ten_thousands("经营支出")
    expense_management = ten_thousands("管理费用")
    expense_other = ten_thousands("其他支出")
    net_income = ten_thousands("本年收益")
    operating_income = ten_thousands("经营性收入")
    assets_total = ten_thousands("资产总额")
    assets_operating = ten_thousands("经营性资产")
    income_class = models.CharField("分类", max_length=20, blank=True)
    weakness = models.CharField("空壳薄弱", max_length=10, blank=True)
    ways = ArrayField(models.CharField(max_length=20), null=True, verbose_name="发展方式")
    support_central = ten_thousands("中央扶持资金")
    support_province = ten_thousands("省扶持资金")
    support_local = ten_thousands("市县扶持资金")
    support_social = ten_thousands("社会扶持资金")
    support_year = counted("扶持年份")
    project_note = models.CharField("扶贫项目收益计入情况", max_length=300, blank=True)

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T5 集体经济"
        indexes = rows_of("economy_row")


class GuaranteeRow(VillageRow):
    """One row of T11: what keeps a village's organisation running in one year.

    `pay_times`, `is_pay_met`, `funds_least` and `is_funds_met` are computed.
    """

    cadres_count = counted("村干部人数")
    secretaries_count = counted("书记人数")
    heads_count = counted("主任人数")
    others_count = counted("其他干部人数")
    secretary_pay = ten_thousands("书记年报酬")
    county_income = models.DecimalField(
        "上年县农村居民人均可支配收入", max_digits=14, decimal_places=4, null=True
    )
    pay_times = ten_thousands("倍数")
    is_pay_met = models.BooleanField("报酬是否达标", null=True)
    others_pay = ten_thousands("其他干部年报酬")
    pay_way = models.CharField("兑现方式", max_length=20, blank=True)
    office_funds = ten_thousands("年办公经费")
    service_funds = ten_thousands("服务经费")
    funds_total = ten_thousands("财政拨付合计")
    funds_least = ten_thousands("拨付门槛")
    is_funds_met = models.BooleanField("经费是否达标", null=True)
    place_tenure = models.CharField("活动场所", max_length=10, blank=True)
    place_area = ten_thousands("活动场所面积")
    retired_count = counted("离任补贴人数")

    class Meta(VillageRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "T11 运转保障"
        indexes = [
            *rows_of("guarantee_row"),
            models.Index(
                fields=["county", "revision"],
                include=["village"],
                condition=models.Q(is_pay_met=False) | models.Q(is_funds_met=False),
                name="guarantee_row_short",
            ),
        ]
