"""Sorting and finding Chinese names by their reading.

Each character is read once and remembered: 55,000 names of places hold some 4,000 characters.
"""

from functools import cache

SORT_KEY_LENGTH = 160
INITIALS_LENGTH = 80
SURNAMES = {
    "仇": "qiu2", "任": "ren2", "单": "shan4", "曾": "zeng1", "解": "xie4", "查": "zha1",
    "盖": "ge3", "翟": "zhai2", "缪": "miao4", "朴": "piao2", "区": "ou1", "尉": "yu4",
}  # fmt: skip


@cache
def reading(character: str) -> str:
    """Return the reading with its tone; letters and digits stand for themselves.

    >>> reading("垚"), reading("A"), reading("（")
    ('yao2', 'a', '')
    """
    from pypinyin import Style, pinyin  # noqa: PLC0415 - 0.15 s that no page needs

    read = pinyin(character, style=Style.TONE3, errors="ignore")
    if read:
        return str(read[0][0])
    return character.lower() if character.isalnum() else ""


def sort_key(name: str) -> str:
    """Return what a name is sorted by, character by character.

    >>> sort_key("王庄")
    'wang2 zhuang1'
    """
    return " ".join(filter(None, map(reading, name)))[:SORT_KEY_LENGTH]


def initials(name: str) -> str:
    """Return the first letters, as typed into a search.

    >>> initials("双河村")
    'shc'
    """
    return "".join(read[0] for read in map(reading, name) if read)[:INITIALS_LENGTH]


def initials_of_person(name: str) -> str:
    """Return the first letters of a person's name; some surnames have a reading of their own.

    >>> initials_of_person("单晓明")
    'sxm'
    """
    surname = SURNAMES.get(name[:1])
    return (surname[0] + initials(name[1:])) if surname else initials(name)
