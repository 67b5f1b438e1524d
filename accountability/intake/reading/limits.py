"""How much of a file we are willing to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file; beyond them it is refused with a sentence.

    Units: bytes unless the name says otherwise.
    Source: measured on 698 public workbooks; formatted-to-the-bottom sheets are common, so
    only cells that hold a value are counted.
    """

    container: int = 20 << 20
    unpacked: int = 300 << 20
    part: int = 200 << 20
    parts: int = 2_000
    ratio: int = 400
    ratio_from: int = 8 << 20
    rows: int = 100_000
    columns: int = 512
    cells: int = 3_000_000
    area: int = 12_000_000
    merges: int = 20_000
    merged_area: int = 1_000_000
    strings: int = 2_000_000
    depth: int = 64
    text: int = 1 << 20
    memory: int = 560 << 20
    cpu_seconds: int = 40
    wall_seconds: int = 55
    result: int = 192 << 20


LIMITS = Limits()
