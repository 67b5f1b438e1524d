"""How a number is written: missing is 未报, a share shows its counts. Plain functions."""

from decimal import ROUND_HALF_UP, Decimal

MISSING = "未报"
SMALL_NUMBER = 5


def decimal_text(value: float | Decimal, places: int = 1) -> str:
    """Round half up, as a person does, and keep the places.

    >>> decimal_text(86.25), decimal_text(312.0, 0)
    ('86.3', '312')
    """
    step = Decimal(1).scaleb(-places)
    return str(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))


def count_text(value: float | Decimal | None) -> str:
    """Write a count, or say that it was not reported; zero is zero.

    >>> count_text(0), count_text(None), count_text(2.5)
    ('0', '未报', '2.5')
    """
    if value is None:
        return MISSING
    number = Decimal(str(value))
    return str(int(number)) if number == number.to_integral_value() else str(number.normalize())


def percent_text(numerator: float, denominator: float) -> str:
    """Write the share alone, one decimal place, half up.

    >>> percent_text(1234, 1305)
    '94.6%'
    """
    share = Decimal(str(numerator)) * 100 / Decimal(str(denominator))
    return f"{decimal_text(share)}%"


def rate_text(numerator: float | None, denominator: float | None) -> str:
    """Write a share with its counts; under five cases the counts alone.

    >>> rate_text(1234, 1305), rate_text(3, 4), rate_text(None, 9)
    ('94.6%（1234/1305）', '3/4', '未报')
    """
    if numerator is None or denominator is None:
        return MISSING
    counts = f"{count_text(numerator)}/{count_text(denominator)}"
    if denominator < SMALL_NUMBER:
        return counts
    return f"{percent_text(numerator, denominator)}（{counts}）"


def change_text(value: float | Decimal | None, places: int = 1) -> str:
    """Write a change with its sign; the minus is the real one.

    >>> change_text(0.8), change_text(-47, 0), change_text(0), change_text(None)
    ('+0.8', '−47', '持平', '')
    """
    if value is None:
        return ""
    text = decimal_text(value, places)
    if not Decimal(text):
        return "持平"
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"
