"""Containers that lie, explode or carry what we do not take."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from accountability.intake.reading.grid import Format, Reason
from accountability.intake.reading.reader import LIMITS
from tests.accountability.intake.reading import make
from tests.accountability.intake.reading.conftest import Read, Refuse

DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def good(path: Path) -> Path:
    return make.xlsx(path, make.table([["姓名", "年龄"], ["张三", 35]]))


def with_part(name: str, content: bytes | str) -> Callable[[Path], Path]:
    return lambda path: make.xlsx(path, make.ONE_CELL, extra={name: content})


def with_doctype(part: str, doctype: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        parts = make.xlsx_parts(make.ONE_CELL)
        parts[part] = str(parts[part]).replace(make.HEAD, make.HEAD + doctype)
        return make.archive(path, parts)

    return write


def duplicate_member(path: Path) -> Path:
    good(path)
    with (
        zipfile.ZipFile(path, "a") as container,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        container.writestr("xl/worksheets/sheet1.xml", make.worksheet(make.ONE_CELL))
    return path


def many_entries(path: Path) -> Path:
    parts = make.xlsx_parts(make.ONE_CELL)
    return make.archive(path, parts | {f"xl/media/{n}.png": b"" for n in range(2_500)})


def deflated_zeros(path: Path) -> Path:
    return with_part("xl/media/image1.bmp", bytes(64 << 20))(path)


def too_much_in_all(path: Path) -> Path:
    """Stay under the ratio, and over the sum."""
    noise = bytes(range(256)) * 4
    block = b"".join(noise[n:] + noise[:n] for n in range(256)) * 4
    return make.archive(
        path,
        make.xlsx_parts(make.ONE_CELL) | {f"xl/media/{n}.bin": block * 61 for n in range(6)},
    )


def overlapping_entries(path: Path) -> Path:
    """Let two directory entries name the same compressed bytes."""
    make.xlsx(path, make.ONE_CELL, extra={"xl/media/a.bin": b"x" * 999, "xl/media/b.bin": b"y"})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as container:
        offset = container.getinfo("xl/media/a.bin").header_offset
    entry = data.rindex(b"xl/media/b.bin") - 46
    data[entry + 42 : entry + 46] = struct.pack("<I", offset)
    return make.write(path, bytes(data))


def lie_about_size(path: Path) -> Path:
    """Declare a small size, and a checksum that fits it, for a large part."""
    make.xlsx(path, make.ONE_CELL, extra={"xl/media/a.bin": b"x" * 999_999})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"xl/media/a.bin") - 46
    data[entry + 16 : entry + 20] = struct.pack("<I", zlib.crc32(b"x" * 10))
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return make.write(path, bytes(data))


def wrong_crc(path: Path) -> Path:
    data = bytearray(good(path).read_bytes())
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 16] ^= 0xFF
    return make.write(path, bytes(data))


def zip_password(path: Path) -> Path:
    data = bytearray(good(path).read_bytes())
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 8] |= 1
    return make.write(path, bytes(data))


def cut(share: float) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        data = good(path).read_bytes()
        return make.write(path, data[: int(len(data) * share)])

    return write


def encrypted(path: Path) -> Path:
    plain = good(path).read_bytes()
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt("秘密", out)
    make.write(path, out.getvalue())
    assert msoffcrypto.OfficeFile(io.BytesIO(out.getvalue())).is_encrypted()
    return path


def encrypted_ods(path: Path) -> Path:
    return make.ods(
        path, make.ods_table(""), extra={"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    )


def bzip2_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as container:
        for name, content in make.xlsx_parts(make.ONE_CELL).items():
            container.writestr(name, content)
    return path


HOSTILE: dict[str, tuple[Callable[[Path], Path], Reason, str]] = {
    "billion laughs": (with_doctype("xl/worksheets/sheet1.xml", DTD), Reason.BOMB, "DTD"),
    "entities in strings": (with_doctype("xl/sharedStrings.xml", DTD), Reason.BOMB, "DTD"),
    "external entity": (
        with_doctype("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        Reason.BOMB,
        "DTD",
    ),
    "external dtd": (
        with_doctype("xl/styles.xml", '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'),
        Reason.BOMB,
        "DTD",
    ),
    "parameter entity": (
        with_doctype("[Content_Types].xml", '<!DOCTYPE x [<!ENTITY % p "q"> %p;]>'),
        Reason.BOMB,
        "DTD",
    ),
    "dtd in a part nobody reads": (
        with_part("docProps/app.xml", f"{make.HEAD}{DTD}<Properties/>"),
        Reason.BOMB,
        "DTD",
    ),
    "dtd behind a long comment": (
        with_part("docProps/app.xml", f"{make.HEAD}<!--{'x' * 600_000}-->{DTD}<Properties/>"),
        Reason.BOMB,
        "XML 开头过长",
    ),
    "duplicate member": (duplicate_member, Reason.BOMB, "重复"),
    "duplicate member but for case": (
        with_part("xl/worksheets/SHEET1.xml", make.worksheet(make.ONE_CELL)),
        Reason.BOMB,
        "重复",
    ),
    "path outside": (with_part("xl/../../evil.xml", "<x/>"), Reason.BOMB, "路径越界"),
    "many entries": (many_entries, Reason.BOMB, "超过 2,000 个"),
    "zeros": (deflated_zeros, Reason.BOMB, "压缩比过高"),
    "too much in all": (too_much_in_all, Reason.TOO_BIG, "解压后超过 300 MB"),
    "overlapping entries": (overlapping_entries, Reason.BOMB, "重叠"),
    "a lie about the size": (lie_about_size, Reason.CORRUPT, "校验不符"),
    "wrong crc": (wrong_crc, Reason.CORRUPT, "校验不符"),
    "password of the zip": (zip_password, Reason.ENCRYPTED, "密码"),
    "password of the workbook": (encrypted, Reason.ENCRYPTED, "取消打开密码"),
    "password of an ods": (encrypted_ods, Reason.ENCRYPTED, "密码"),
    "unknown compression": (bzip2_parts, Reason.CORRUPT, "压缩方式"),
    "vba": (with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), Reason.MACRO, "宏"),
    "activex": (with_part("xl/activeX/activeX1.bin", b"x"), Reason.MACRO, "宏"),
    "macro sheet": (with_part("xl/macrosheets/sheet1.xml", "<x/>"), Reason.MACRO, "宏"),
    "basic in an ods": (
        lambda path: make.ods(path, make.ods_table(""), extra={"Basic/script-lc.xml": "<x/>"}),
        Reason.MACRO,
        "宏",
    ),
    "cut at 10 %": (cut(0.1), Reason.CORRUPT, "没有传完整"),
    "cut at 50 %": (cut(0.5), Reason.CORRUPT, "没有传完整"),
    "cut at 90 %": (cut(0.9), Reason.CORRUPT, "没有传完整"),
    "cut at 99 %": (cut(0.99), Reason.CORRUPT, "没有传完整"),
    "no sheet part": (
        lambda path: make.archive(
            path,
            {k: v for k, v in make.xlsx_parts(make.ONE_CELL).items() if "sheet1" not in k},
        ),
        Reason.CORRUPT,
        "缺少部件",
    ),
    "no workbook part": (
        lambda path: make.archive(path, {"xl/worksheets/sheet1.xml": "<worksheet/>"}),
        Reason.CORRUPT,
        "缺少部件",
    ),
    "unclosed tag": (
        with_part("xl/worksheets/sheet1.xml", make.worksheet("<sheetData><row></sheetData>")),
        Reason.CORRUPT,
        "工作表“Sheet1”",
    ),
    "control character": (
        with_part("xl/worksheets/sheet1.xml", make.worksheet("<sheetData>\x01</sheetData>")),
        Reason.CORRUPT,
        "无效字符",
    ),
    "utf-16 part": (
        with_part("xl/worksheets/sheet1.xml", make.worksheet(make.ONE_CELL).encode("utf-16")),
        Reason.CORRUPT,
        "编码",
    ),
    "only hidden sheets": (
        lambda path: make.xlsx(path, make.ONE_CELL, states=["veryHidden"]),
        Reason.EMPTY,
        "没有可见的工作表",
    ),
    "a visible sheet without a part": (
        with_part("xl/_rels/workbook.xml.rels", make.relations()),
        Reason.CORRUPT,
        "工作表“Sheet1”没有内容",
    ),
    "a macro sheet by its relation": (
        with_part(
            "xl/_rels/workbook.xml.rels",
            make.relations(("xlMacrosheet", "worksheets/sheet1.xml")),
        ),
        Reason.MACRO,
        "宏表",
    ),
    "too many styles": (
        with_part(
            "xl/styles.xml",
            f'<styleSheet xmlns="{make.MAIN}"><cellXfs>{"<xf/>" * 100_001}</cellXfs></styleSheet>',
        ),
        Reason.BOMB,
        "样式超过 100,000 种",
    ),
    "two sheets of one name": (
        lambda path: make.xlsx(path, make.ONE_CELL, make.ONE_CELL, names=["表", "表"]),
        Reason.CORRUPT,
        "工作表重名",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_is_refused_with_a_sentence(kind: str, tmp_path: Path, refuse: Refuse) -> None:
    write, reason, words = HOSTILE[kind]
    refused = refuse(write(tmp_path / "花名册.xlsx"))
    assert refused.reason is reason
    assert words in refused.sentence
    assert refused.sentence.startswith("文件“花名册.xlsx”")
    assert "请" in refused.sentence


def test_one_part_behind_two_sheets_is_refused(tmp_path: Path, refuse: Refuse) -> None:
    parts = make.xlsx_parts(make.ONE_CELL, make.ONE_CELL)
    parts["xl/_rels/workbook.xml.rels"] = make.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "/xl/worksheets/sheet1.xml")
    )
    assert "共用" in refuse(make.archive(tmp_path / "a.xlsx", parts)).sentence


def test_a_container_over_the_limit_is_refused_unread(tmp_path: Path, refuse: Refuse) -> None:
    path = tmp_path / "大.csv"
    with path.open("wb") as file:
        file.truncate(1 << 30)  # a single line of a gigabyte
    refused = refuse(path)
    assert refused.reason is Reason.TOO_BIG
    assert f"超过 {LIMITS.container >> 20} MB" in refused.sentence


@pytest.mark.parametrize(
    ("name", "path_in_zip"),
    [("backslashes", "xl\\worksheets\\sheet1.xml"), ("case", "XL/Worksheets/Sheet1.XML")],
)
def test_odd_paths_are_tolerated(name: str, path_in_zip: str, tmp_path: Path, read: Read) -> None:
    parts = make.xlsx_parts(make.table([["甲", 1]]))
    parts = {
        (path_in_zip if key.endswith("sheet1.xml") else key): value for key, value in parts.items()
    }
    if name == "backslashes":
        parts = {key.replace("/", "\\"): value for key, value in parts.items()}
    workbook = read(make.archive(tmp_path / "a.xlsx", parts))
    assert workbook.sheets[0].rows == [["甲", 1.0]]


def test_a_workbook_kept_elsewhere_is_found(tmp_path: Path, read: Read) -> None:
    parts = make.xlsx_parts(make.table([["甲", 1]]))
    parts = {key.replace("xl/", "else/"): value for key, value in parts.items()}
    parts["_rels/.rels"] = make.relations(("officeDocument", "/else/workbook.xml"))
    assert read(make.archive(tmp_path / "a.xlsx", parts)).sheets[0].rows == [["甲", 1.0]]


def test_links_and_embeddings_are_tolerated_with_a_notice(tmp_path: Path, read: Read) -> None:
    path = make.xlsx(
        tmp_path / "a.xlsx",
        make.ONE_CELL,
        extra={
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
            "xl/embeddings/oleObject1.bin": b"x",
            "xl/connections.xml": "<connections/>",
        },
    )
    notices = "".join(read(path).notices)
    assert "引用了其他工作簿" in notices
    assert "数据连接" in notices
    assert "嵌入的对象" in notices


def test_a_ratio_of_a_hundred_is_no_bomb(tmp_path: Path, read: Read) -> None:
    rows = [["同样的一句话" * 3, "是", 1] for _ in range(30_000)]
    path = make.xlsx(tmp_path / "a.xlsx", make.table(rows))
    assert len(read(path).sheets[0].rows) == 30_000


def test_bytes_appended_to_a_workbook_do_no_harm(tmp_path: Path, read: Read) -> None:
    path = good(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes() + b"\x00" * 100)
    assert read(path).format is Format.XLSX
