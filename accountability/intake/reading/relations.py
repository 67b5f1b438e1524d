"""The relations of a part: which other parts belong to it, and as what."""

import posixpath
from dataclasses import dataclass

from accountability.intake.reading import markup
from accountability.intake.reading.archive import Archive, normal
from accountability.intake.reading.markup import Attributes


@dataclass(slots=True)
class Relation:
    """One line of a .rels part."""

    kind: str
    target: str


def read_relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Read the relations of a part, their targets as normalised names."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, Relation] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, target))
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            found[attributes.get("Id", "")] = Relation(kind, normal(target))

    if rels in archive:
        markup.parse(archive.stream(rels), start, part=rels)
    return found
