"""A zip container opened with suspicion: nothing it declares about itself is believed."""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from accountability.intake.reading import refusals
from accountability.intake.reading.limits import Limits

CHUNK: Final = 1 << 19
LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
LOCAL_MAGIC: Final = b"PK\x03\x04"
ENCRYPTED_FLAG: Final = 0x1


class Archive:
    """The parts of a workbook by their normalised names (slashes, lower case).

    Raises: RefusedError for a container that is damaged, contradicts itself or is too large.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.container = path.stat().st_size
        if self.container > limits.container:
            raise refusals.too_big(f"超过 {limits.container >> 20} MB")
        self._file: BinaryIO = path.open("rb")
        self._sizes: dict[str, int] = {}
        self.parts = self._directory()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def unpacked(self) -> int:
        """Bytes inflated so far, each part once."""
        return sum(self._sizes.values())

    def __contains__(self, name: str) -> bool:
        return normal(name) in self.parts

    def any(self, *fragments: str) -> bool:
        """Say whether a part's name contains one of the fragments."""
        return any(fragment in name for name in self.parts for fragment in fragments)

    def stream(self, name: str) -> Iterator[bytes]:
        """Inflate a part in chunks, bounded as it goes, its checksum verified at the end."""
        key = normal(name)
        info = self.parts.get(key)
        if info is None:
            raise refusals.corrupt(f"缺少部件 {name}")
        size = crc = 0
        for chunk in self._inflate(info):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            self._bound(key, info, size)
            yield chunk
        if size != info.file_size or crc != info.CRC:
            raise refusals.corrupt(f"部件 {info.filename} 校验不符")

    def read(self, name: str, most: int = 4 << 20) -> bytes:
        """Return a small part whole."""
        data = bytearray()
        for chunk in self.stream(name):
            data += chunk
            if len(data) > most:
                raise refusals.bomb(f"部件 {name} 过大")
        return bytes(data)

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        try:
            with zipfile.ZipFile(self._file) as container:
                infos = container.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as bad:
            raise refusals.corrupt() from bad
        if len(infos) > self.limits.parts:
            raise refusals.bomb(f"内部文件超过 {self.limits.parts:,} 个")
        parts: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = normal(info.filename)
            if name.endswith("/"):
                continue
            if name in parts:
                raise refusals.bomb(f"内部文件 {info.filename[:60]} 重复")
            if info.flag_bits & ENCRYPTED_FLAG:
                raise refusals.encrypted()
            if ".." in name.split("/"):
                raise refusals.bomb("内部文件路径越界")
            parts[name] = info
        self._refuse_overlap(list(parts.values()))
        return parts

    def _refuse_overlap(self, infos: list[zipfile.ZipInfo]) -> None:
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise refusals.bomb("内部文件互相重叠")
            end = info.header_offset + LOCAL_HEADER.size + info.compress_size
        if sum(info.file_size for info in infos) > self.limits.unpacked:
            raise refusals.too_big(f"解压后超过 {self.limits.unpacked >> 20} MB")

    def _bound(self, key: str, info: zipfile.ZipInfo, size: int) -> None:
        self._sizes[key] = max(size, self._sizes.get(key, 0))
        if size > self.limits.part or self.unpacked > self.limits.unpacked:
            most = min(self.limits.part, self.limits.unpacked) >> 20
            raise refusals.too_big(f"解压后超过 {most} MB")
        if size > self.limits.ratio_from and size > info.compress_size * self.limits.ratio:
            raise refusals.bomb("压缩比过高")

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        raw = self._raw(info)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from raw
            return
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise refusals.corrupt(f"部件 {info.filename} 的压缩方式无法识别")
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        pending = b""
        while not inflater.eof:
            pending = pending or next(raw, b"")
            try:
                data = inflater.decompress(pending, CHUNK)
            except zlib.error as error:
                raise refusals.corrupt(f"部件 {info.filename} 无法解压") from error
            if not data and not pending:
                return
            pending = inflater.unconsumed_tail
            if data:
                yield data

    def _raw(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        at, left = self._body(info), info.compress_size
        while left > 0 and (data := os.pread(self._file.fileno(), min(left, CHUNK), at)):
            at += len(data)
            left -= len(data)
            yield data

    def _body(self, info: zipfile.ZipInfo) -> int:
        header = os.pread(self._file.fileno(), LOCAL_HEADER.size, info.header_offset)
        if len(header) < LOCAL_HEADER.size or not header.startswith(LOCAL_MAGIC):
            raise refusals.corrupt()
        _, name_length, extra_length = LOCAL_HEADER.unpack(header)
        return info.header_offset + LOCAL_HEADER.size + int(name_length) + int(extra_length)


def normal(name: str) -> str:
    r"""Return the name of a part as the readers compare it.

    >>> normal("\\xl\\Workbook.xml")
    'xl/workbook.xml'
    """
    return name.replace("\\", "/").lstrip("/").lower()
