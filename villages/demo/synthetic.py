"""People who cannot be anyone: the same for the same seed and key, everywhere.

An ID number has the right length, date and check digit but an area 990xxx: no code beginning 99
was ever in force. A telephone number begins 1540: that range was never handed out.
"""

import datetime as dt
from dataclasses import dataclass

from villages.demo.draws import Draws, spread

SURNAMES = spread(
    "王717李700张674刘510陈461杨322黄245吴200赵200周190徐145孙138马129朱128胡116林113郭113何106高100"
    "罗95郑93梁85谢76宋73唐69许66邓62冯62韩61曹60曾58彭58萧56蔡53潘52田51董50袁50于48余48叶48蒋47"
    "杜46苏46魏45程45吕45丁43沈41任41姚40卢40傅40钟40姜39崔38谭38廖37范36汪36"
)
_MEN = "伟强磊洋勇军杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆"
_WOMEN = "芳娜敏静丽艳娟霞燕玲洁琳慧婷颖雪萍莉晶倩"
_MEN_TWO = ("建志文海永国晓新庆明红玉保长春东", "国强军华民生林峰辉平勇伟斌涛东亮")
_WOMEN_TWO = ("秀玉桂淑春晓丽海红慧文雪", "英兰芳珍霞梅玲燕萍华敏丽")
HOLDERS_OF_OFFICE = frozenset({"李强", "王凯", "王国生", "汪洋"})  # never by accident
MEN_PER_MILLE = 850
BORN_FROM, BORN_TO = dt.date(1966, 1, 1), dt.date(1995, 12, 31)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def _given(one: str, two: tuple[str, str]) -> list[str]:
    pairs = [first + second for first in two[0] for second in two[1] if first != second]
    return [*one * 4, *pairs]


_GIVEN_MEN, _GIVEN_WOMEN = _given(_MEN, _MEN_TWO), _given(_WOMEN, _WOMEN_TWO)


@dataclass(frozen=True, slots=True)
class SyntheticPerson:
    """One person who does not exist."""

    name: str
    sex: str
    born_on: dt.date
    id_number: str
    phone: str

    @property
    def birth_month(self) -> str:
        """Return year and month of birth."""
        return f"{self.born_on:%Y-%m}"


def check_digit(first17: str) -> str:
    """Return the last digit of an ID number.

    Source: GB 11643-1999 (ISO 7064 MOD 11-2).

    >>> check_digit("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def person(seed: str, key: str) -> SyntheticPerson:
    """Return the person of this seed and key.

    >>> person("1", "a") == person("1", "a"), person("1", "a").id_number[:3]
    (True, '990')
    """
    draws = Draws(seed, key)
    is_man = draws.happens(MEN_PER_MILLE)
    given = _GIVEN_MEN if is_man else _GIVEN_WOMEN
    name = draws.pick(SURNAMES) + draws.pick(given)
    while name in HOLDERS_OF_OFFICE:
        name = draws.pick(SURNAMES) + draws.pick(given)
    born = BORN_FROM + dt.timedelta(draws.below((BORN_TO - BORN_FROM).days + 1))
    area = f"990{draws.below(1000):03d}"
    serial = draws.below(500) * 2 + is_man
    first17 = f"{area}{born:%Y%m%d}{serial:03d}"
    return SyntheticPerson(
        name=name,
        sex="男" if is_man else "女",
        born_on=born,
        id_number=first17 + check_digit(first17),
        phone=f"1540{draws.below(10**7):07d}",
    )
