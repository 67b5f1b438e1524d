"""What the code and the name of a division say by themselves.

Source: GB/T 2260, GB/T 10114 and the statistics bureau's rules for 12-digit codes: two digits each
for province, city and county, three each for township and village.
"""

import re

PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE = LEVELS = (
    "province",
    "city",
    "county",
    "township",
    "village",
)
CODE_DIGITS = 12
DIGITS = {PROVINCE: 2, CITY: 4, COUNTY: 6, TOWNSHIP: 9, VILLAGE: 12}
_ZEROS = [(level, "0" * (CODE_DIGITS - digits)) for level, digits in DIGITS.items()]
ZONE_DIGIT = "7"
PROVINCE_RUN = "90"
OWN = "99"
OWN_SUFFIX = "本级"

_COMMITTEE = re.compile(
    r"(?P<neighbourhood>社区居民委员会|社区居委会|居民委员会|居委会)$"
    r"|(?P<village>村民委员会|村委会)$"
)
_OFFICE = re.compile(r"(街道办事处|办事处|街道)$")
_SPOKEN_SUFFIX = {PROVINCE: "省", CITY: "市地盟", COUNTY: "县市区旗"}
_SHORTEST, _LONGEST = 2, 3


def full_code(text: str) -> str | None:
    """Return the 12-digit code, or None where `text` is no code of 2, 4, 6, 9 or 12 digits.

    >>> full_code("410102")
    '410102000000'
    """
    is_code = text.isascii() and text.isdigit() and len(text) in DIGITS.values()
    return text.ljust(CODE_DIGITS, "0") if is_code and not text.startswith("0") else None


def level_of(code: str) -> str:
    """Return the level a 12-digit code stands for.

    >>> level_of("410102000000")
    'county'
    """
    return next(level for level, zeros in _ZEROS if code.endswith(zeros))


def stem(code: str) -> str:
    """Return the digits all codes below `code` begin with.

    >>> stem("410100000000")
    '4101'
    """
    return code[: DIGITS[level_of(code)]]


def codes_above(code: str) -> list[str]:
    """Return the codes of the divisions above, nearest first.

    >>> codes_above("410102001000")
    ['410102000000', '410100000000', '410000000000']
    """
    above = (code[:digits].ljust(CODE_DIGITS, "0") for digits in (9, 6, 4, 2))
    return [found for found in dict.fromkeys(above) if found != code]


def is_zone(code: str) -> bool:
    """Say whether a county code is a development zone's, which exists for statistics only.

    >>> is_zone("410171000000"), is_zone("410181000000")
    (True, False)
    """
    return level_of(code) == COUNTY and code[4] == ZONE_DIGIT


def is_own(code: str) -> bool:
    """Say whether a county code is kept for a city's own offices (市本级).

    >>> is_own("410199000000"), is_own("410181000000")
    (True, False)
    """
    return level_of(code) == COUNTY and code[4:6] == OWN


def own_code(city: str) -> str:
    """Return the code of a city's own offices.

    >>> own_code("410100000000")
    '410199000000'
    """
    return f"{city[:4]}{OWN}".ljust(CODE_DIGITS, "0")


def without_own(name: str) -> str:
    """Return the name of the city whose own offices are named; any other name as it is.

    >>> without_own("嵩宁市本级"), without_own("嵩北县")
    ('嵩宁市', '嵩北县')
    """
    return name.removesuffix(OWN_SUFFIX)


def is_province_run(code: str) -> bool:
    """Say whether a city code stands for the counties a province runs itself (4190).

    >>> is_province_run("419000000000")
    True
    """
    return level_of(code) == CITY and code[2:4] == PROVINCE_RUN


def base_name(name: str, level: str) -> str:
    """Return the part of a name that stays the same however its office is written.

    >>> base_name("大坡顶村村民委员会", VILLAGE), base_name("芦村村", VILLAGE)
    ('大坡顶', '芦')
    >>> base_name("龙飞山办事处", TOWNSHIP) == base_name("龙飞山街道", TOWNSHIP)
    True
    """
    name = re.sub(r"\s", "", name).translate(str.maketrans("()", "（）"))
    if level == VILLAGE:
        bare = _COMMITTEE.sub("", name) or name
        return re.sub(r"(?<=.)(社区|行政村|村)+$", "", bare)
    if level == TOWNSHIP:
        return _OFFICE.sub("", name) or name
    return name


def short_name(name: str, level: str) -> str:
    """Return the name as people say it.

    >>> short_name("双河村民委员会", VILLAGE), short_name("嵩北县", COUNTY)
    ('双河村', '嵩北')
    """
    if level == VILLAGE:
        return _short_village(name)
    if level == TOWNSHIP:
        return re.sub(r"办事处$", "", name) or name
    bare = name[:-1]
    is_suffixed = name[-1:] in _SPOKEN_SUFFIX[level] and _SHORTEST <= len(bare) <= _LONGEST
    return bare if is_suffixed else name


def _short_village(name: str) -> str:
    found = _COMMITTEE.search(name)
    bare = name[: found.start()] if found else name
    if not found or not bare:
        return name
    suffix = "村" if found["village"] else "社区"
    return bare if bare.endswith(("村", "社区")) else bare + suffix


def without_path(name: str, above: tuple[str, ...]) -> str:
    """Return a village's name without the names of the county and town written before it.

    >>> without_path("栾川县三川镇火神庙村村民委员会", ("栾川县", "三川镇"))
    '火神庙村村民委员会'
    """
    for part in above:
        rest = name.removeprefix(part)
        name = rest if len(rest) > _SHORTEST else name
    return name
