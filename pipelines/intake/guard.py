"""What a file is, told before anything reads it: its kind, its size, and what may not be in it."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Literal
from xml.parsers import expat

from pipelines.intake.refusal import RefusedFile, shown

Kind = Literal["xlsx", "xls", "ods", "csv"]
KINDS: tuple[Kind, ...] = ("xlsx", "xls", "ods", "csv")

MOST_BYTES = 50_000_000
MOST_UNPACKED_BYTES = 400_000_000
MOST_RATIO = 100
"""What a large part may grow by; a sheet of a real delivery grows by some 5 to 30."""
SMALL_BYTES = 5_000_000
"""A part up to this size may grow by any ratio: it cannot hurt."""
MOST_ENTRIES = 2_000
MOST_UNREADABLE = 1_000
MOST_CELLS = 30_000_000
"""How many cells a sheet may span, empty ones included."""
_CHUNK = 1 << 20
_READ_PARTS = ("xl/worksheets/sheet", "xl/sharedStrings.xml", "content.xml")
"""The parts that cells come from."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORBIDDEN_PARTS: Mapping[str, str] = {
    "vbaproject": "macro's; sla het op als gewone werkmap (.xlsx)",
    "macrosheets/": "macro's; sla het op als gewone werkmap (.xlsx)",
    "basic/": "macro's; sla het op zonder macro's",
    "scripts/": "macro's; sla het op zonder macro's",
    "externallinks/": (
        "koppelingen met andere bestanden; verbreek die (Gegevens, Koppelingen bewerken) en sla het "
        "opnieuw op"
    ),
    "connections.xml": "gegevensverbindingen; verwijder die en sla het opnieuw op",
    "querytables/": "gegevensverbindingen; verwijder die en sla het opnieuw op",
    "embeddings/": "ingesloten bestanden; verwijder die en sla het opnieuw op",
    "activex/": "besturingselementen; verwijder die en sla het opnieuw op",
}


@dataclass(frozen=True)
class Unreadable:
    """A cell whose value is not in the file: a formula never computed, or one that failed."""

    sheet: str
    row: int
    column: int
    rule: str


def file_name(given: str) -> str:
    """Give the bare name of a file, whatever path or control characters were put into it."""
    return shown(PureWindowsPath(PurePosixPath(given.replace("\0", "")).name).name) or "naamloos"


def kind_of(name: str, content: bytes) -> Kind:
    """Tell what kind of file this is; RefusedFile when it is none, or another than it is called.

    Looks into a packed file without unpacking what is large, and refuses what could harm or mislead.
    """
    if len(content) > MOST_BYTES:
        raise RefusedFile(
            f"Het bestand is {len(content) // 1_000_000} MB; het mag hoogstens "
            f"{MOST_BYTES // 1_000_000} MB zijn. Lever het in delen aan, per kwartaal bijvoorbeeld."
        )
    if not content.strip():
        raise RefusedFile("Het bestand is leeg.")
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    if suffix not in KINDS:
        raise RefusedFile(
            "Dit soort bestand wordt niet gelezen; lever .xlsx, .xls, .ods of .csv aan."
        )
    kind: Kind = suffix
    if kind in ("xlsx", "ods"):
        if content.startswith(_OLE):
            raise RefusedFile(
                "Het bestand is met een wachtwoord beveiligd of is een oude werkmap met een andere "
                "naam; sla het zonder wachtwoord op als .xlsx."
            )
        if not content.startswith(_ZIP):
            raise _otherwise(kind)
        _look_inside(kind, content)
    elif kind == "xls":
        if not content.startswith(_OLE):
            raise _otherwise(kind)
        if "_VBA_PROJECT".encode("utf-16-le") in content:
            raise RefusedFile("Het bestand bevat macro's; sla het op als gewone werkmap (.xlsx).")
    elif content.startswith((_ZIP, _OLE)):
        raise _otherwise(kind)
    return kind


def _otherwise(kind: str) -> RefusedFile:
    return RefusedFile(
        f"Het bestand heet .{kind} maar is het niet; open het in Excel of LibreOffice en sla het "
        "opnieuw op als .xlsx."
    )


def _look_inside(kind: Kind, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            _require_harmless(entries)
            names = {each.filename for each in entries}
            if kind == "xlsx":
                if "xl/workbook.xml" not in names:
                    raise _otherwise(kind)
                if b"macroEnabled" in _read(packed, "[Content_Types].xml"):
                    raise RefusedFile(
                        "Het bestand bevat macro's; sla het op als gewone werkmap (.xlsx)."
                    )
            elif b"opendocument.spreadsheet" not in _read(packed, "mimetype"):
                raise _otherwise(kind)
            for each in entries:
                if each.filename.endswith((".xml", ".rels")):
                    with packed.open(each) as part:
                        if re.search(rb"<!(DOCTYPE|ENTITY)", part.read(4096)):
                            raise RefusedFile(
                                "Het bestand bevat verwijzingen die geen werkmap nodig heeft "
                                "(DOCTYPE); sla het opnieuw op in Excel of LibreOffice."
                            )
                    # A large sheet is read through once more below, and held to its end there.
                    later = kind == "xlsx" and "sheet" in each.filename
                    if each.filename.startswith(_READ_PARTS) and (
                        each.file_size <= SMALL_BYTES or not later
                    ):
                        _require_whole(packed, each)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError) as broken:
        raise _broken() from broken
    except (KeyError, EOFError, RuntimeError, ValueError, zlib.error, expat.ExpatError) as broken:
        raise _broken() from broken


def _require_whole(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part that ends too early: the reader would take what is there for all there is.

    Of a large part only the end is looked at.
    """
    parser = expat.ParserCreate() if part.file_size <= SMALL_BYTES else None
    end = b""
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            end = (end + piece)[-200:]
            if parser:
                parser.Parse(piece, False)
    if parser:
        parser.Parse(b"", True)
        _require_compact(packed.read(part))
    else:
        _require_end(end)


def _require_end(end: bytes) -> None:
    if not re.search(rb"</(\w+:)?(worksheet|sst|document-content)>\s*$", end):
        raise _broken()


def _require_compact(text: bytes) -> None:
    """Refuse a sheet with a cell far outside: a reader makes room for every cell in between."""
    columns, rows = set(), set()
    for letters, digits in _REFERENCE.findall(text):
        columns.add(letters)
        rows.add(int(digits))
    if rows and (max(map(_column, columns)) + 1) * max(rows) > MOST_CELLS:
        raise RefusedFile(
            "Het bestand heeft een cel ver buiten de tabel; verwijder de rijen en kolommen die leeg "
            "lijken en sla het opnieuw op."
        )


def _broken() -> RefusedFile:
    return RefusedFile(
        "Het bestand is beschadigd en niet te openen; sla het opnieuw op en probeer het nog eens."
    )


def _require_harmless(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise RefusedFile(
            f"Het bestand bestaat uit meer dan {MOST_ENTRIES} delen; dat is geen werkmap."
        )
    if sum(each.file_size for each in entries) > MOST_UNPACKED_BYTES:
        raise RefusedFile(
            "Het bestand wordt uitgepakt te groot (meer dan "
            f"{MOST_UNPACKED_BYTES // 1_000_000} MB); lever het in delen aan."
        )
    for each in entries:
        if each.file_size > SMALL_BYTES and each.file_size > MOST_RATIO * max(
            1, each.compress_size
        ):
            raise RefusedFile(
                "Het bestand is verdacht sterk ingepakt; sla het opnieuw op in Excel of LibreOffice."
            )
        if each.flag_bits & 1:
            raise RefusedFile("Het bestand is met een wachtwoord beveiligd; sla het zonder op.")
        name = each.filename.casefold().replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise RefusedFile(
                "Het bestand bevat paden die naar buiten wijzen; het is niet geopend."
            )
        for part, words in _FORBIDDEN_PARTS.items():
            if part in name:
                raise RefusedFile(f"Het bestand bevat {words}.")


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    try:
        with packed.open(name) as part:
            return part.read(_CHUNK)
    except KeyError:
        return b""


# A cell with a formula and nothing behind it, and a cell that holds an error.
_FORMULA_ALONE = re.compile(
    rb"<c\b([^<>]*)>\s*<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_ERROR_CELL = re.compile(rb"<c\b([^<>]*\bt=[\"']e[\"'][^<>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_NEVER = "een formule die nog nooit is uitgerekend; open het bestand in Excel en sla het op"
_FAILED = "een formule die een fout geeft (zoals #DEEL/0!); herstel de cel"


def unreadable_cells(kind: Kind, content: bytes) -> list[Unreadable]:
    """Find the cells that a reader would take for empty while a person sees a formula or an error."""
    if kind != "xlsx":
        return []
    found: list[Unreadable] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for part, sheet in _parts(packed).items():
                end = b""
                for text in _pieces(packed, part):
                    end = (end + text)[-200:]
                    for pattern, rule in ((_FORMULA_ALONE, _NEVER), (_ERROR_CELL, _FAILED)):
                        if pattern is _FORMULA_ALONE and b"<f" not in text:
                            continue
                        if pattern is _ERROR_CELL and b'="e"' not in text and b"='e'" not in text:
                            continue
                        for cell in pattern.finditer(text):
                            if place := _REFERENCE.search(cell[1]):
                                row, column = int(place[2]), _column(place[1])
                                found.append(Unreadable(sheet, row, column, rule))
                                if len(found) >= MOST_UNREADABLE:
                                    return found
                _require_end(end)
    except (
        zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, NotImplementedError, zlib.error
    ) as broken:  # fmt: skip
        raise _broken() from broken
    return found


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Tell of each part that is a sheet what the sheet is called."""
    targets = dict(
        re.findall(
            r'<Relationship\b(?=[^<>]*\bId="([^"]*)")[^<>]*\bTarget="([^"]*)"',
            _read(packed, "xl/_rels/workbook.xml.rels").decode(errors="replace"),
        )
    )
    names = re.findall(
        r'<sheet\b(?=[^<>]*\bname="([^"]*)")[^<>]*\br:id="([^"]*)"',
        _read(packed, "xl/workbook.xml").decode(errors="replace"),
    )
    there = set(packed.namelist())
    found = {}
    for name, relation in names:
        target = targets.get(relation, "").lstrip("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path in there:
            found[path] = html.unescape(name)
    return found


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Give a part piece by piece, each ending where a cell ends, never more than was announced."""
    left = b""
    total = 0
    with packed.open(part) as stream:
        while piece := stream.read(_CHUNK):
            total += len(piece)
            if total > MOST_UNPACKED_BYTES:
                raise RefusedFile("Het bestand wordt uitgepakt te groot; het is niet geopend.")
            whole = left + piece
            cut = max(whole.rfind(b"</c>") + 4, whole.rfind(b"</row>") + 6, len(whole) - 65_536)
            yield whole[:cut]
            left = whole[cut:]
    yield left


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
