"""How the collecting itself goes. Computed from submissions, not from rows of a sheet."""

import datetime as dt
from typing import Final

from accountability.assessment.indicators.declare import Indicator, Topic

TIMELINESS: Final = "timeliness"

DECLARED: Final = (
    Indicator(
        code=TIMELINESS,
        name="报送及时率",
        short="报送及时",
        topic=Topic.WORK,
        numerator="在截止时间前上报的份数",
        denominator="本期应报的份数",
        formula="按时上报份数 ÷ 应报份数",
        rule="K-02/2024",
        source="采集任务规定的截止时间",
        valid_from=dt.date(2015, 4, 1),
        caution="以县级提交时刻为准；经退回的，仍以首次提交时刻为准。",
    ),
)
