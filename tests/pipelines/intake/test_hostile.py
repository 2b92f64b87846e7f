"""Files made to do harm, or broken on the way: refused with a sentence, bounded, nothing written."""

from __future__ import annotations

import io
import os
import re
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.intake import child
from pipelines.intake.guard import MOST_BYTES, file_name
from pipelines.intake.take_in import Besluit, File, look_at, take_in
from tests.pipelines.intake.conftest import (
    PEOPLE,
    csv_file,
    drawn,
    ods_file,
    xls_file,
    xlsx_file,
)
from tests.pipelines.intake.fuzzing import Reader
from warehouse.builds import DataFolder

GOOD = xlsx_file(drawn(PEOPLE))
WITHIN_S = 15


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Put other parts into a packed file; `/` is written `__` in a name."""
    written = io.BytesIO()
    given = {name.replace("__", "/"): part for name, part in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in given:
                new.writestr(name, old.read(name))
        for name, part in given.items():
            new.writestr(name, part)
    return written.getvalue()


def sheet_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("xl/worksheets/sheet1.xml")


def zip_bomb() -> bytes:
    return repacked(GOOD, **{"xl__worksheets__sheet2.xml": b"<" * 150_000_000})


def sparse() -> bytes:
    """Two cells in opposite corners, which a reader would take for seventeen thousand million."""
    xml = sheet_xml(GOOD).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    return repacked(GOOD, **{"xl__worksheets__sheet1.xml": xml})


def large_and_sparse() -> bytes:
    """The same in a sheet that is too large to look through."""
    rows = drawn(PEOPLE) + [[str(number)] for number in range(150_000)]
    xml = sheet_xml(xlsx_file(rows)).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    return repacked(xlsx_file(rows), **{"xl__worksheets__sheet1.xml": xml})


def a_million_columns() -> bytes:
    return (";".join(["x"] * 1_000_000) + "\r\n").encode()


def deep() -> bytes:
    xml = sheet_xml(GOOD).replace(b"<sheetData>", b"<sheetData>" + b"<a>" * 1_000_000)
    return repacked(GOOD, **{"xl__worksheets__sheet1.xml": xml})


def repeated_cells() -> bytes:
    content = zipfile.ZipFile(io.BytesIO(ods_file(drawn(PEOPLE)))).read("content.xml")
    bomb = (
        b'<table:table-row table:number-rows-repeated="1000000">'
        b'<table:table-cell table:number-columns-repeated="16000" office:value-type="float" '
        b'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
    )
    return repacked(
        ods_file(drawn(PEOPLE)), **{"content.xml": content.replace(b"</table:table>", bomb)}
    )


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def with_entity() -> bytes:
    xml = sheet_xml(GOOD)
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    return repacked(GOOD, **{"xl__worksheets__sheet1.xml": head + xml.partition(b"?>")[2]})


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.csv", lambda: b" \r\n", "is leeg"),
    "unknown kind": ("a.exe", lambda: b"MZ", "lever .xlsx, .xls, .ods of .csv aan"),
    "macro workbook": ("a.xlsm", lambda: GOOD, "lever .xlsx, .xls, .ods of .csv aan"),
    "no workbook": ("a.xlsx", lambda: b"<html>inloggen</html>", "heet .xlsx maar is het niet"),
    "csv called xls": ("a.xls", lambda: csv_file(drawn(PEOPLE)), "heet .xls maar is het niet"),
    "workbook called csv": ("a.csv", lambda: GOOD, "heet .csv maar is het niet"),
    "ods called xlsx": ("a.xlsx", lambda: ods_file(drawn(PEOPLE)), "heet .xlsx maar is het niet"),
    "encrypted": ("a.xlsx", encrypted, "wachtwoord"),
    "cut off": ("a.xlsx", lambda: GOOD[: len(GOOD) // 2], "beschadigd"),
    "xls cut off": ("a.xls", lambda: xls_file(drawn(PEOPLE))[:900], "beschadigd"),
    "ods without content": (
        "a.ods", lambda: repacked(ods_file(drawn(PEOPLE)), **{"content.xml": b"<"}), "beschadigd",
    ),
    "macros inside": (
        "a.xlsx", lambda: repacked(GOOD, **{"xl__vbaProject.bin": b"x"}), "bevat macro's",
    ),
    "macros in ods": (
        "a.ods", lambda: repacked(ods_file(drawn(PEOPLE)), **{"Basic__x.xml": b"<x/>"}), "macro's",
    ),
    "external links": (
        "a.xlsx",
        lambda: repacked(GOOD, **{"xl__externalLinks__externalLink1.xml": b"<x/>"}),
        "koppelingen met andere bestanden",
    ),
    "connections": (
        "a.xlsx", lambda: repacked(GOOD, **{"xl__connections.xml": b"<x/>"}), "gegevensverbindingen",
    ),
    "entities": ("a.xlsx", with_entity, "DOCTYPE"),
    "zip bomb": ("a.xlsx", zip_bomb, "verdacht sterk ingepakt"),
    "too many parts": (
        "a.xlsx", lambda: repacked(GOOD, **{f"x{n}": b"" for n in range(2_001)}), "2000 delen",
    ),
    "paths that lead out": (
        "a.xlsx", lambda: repacked(GOOD, **{"..__..__etc__passwd": b"x"}), "naar buiten",
    ),
    "opposite corners": ("a.xlsx", sparse, "een cel ver buiten de tabel"),
    "opposite corners of a large sheet": (
        "a.xlsx", large_and_sparse, "meer geheugen|kolommen",
    ),
    "repeated cells": ("a.ods", repeated_cells, "meer geheugen|kolommen|beschadigd"),
    "deep xml": ("a.xlsx", deep, "beschadigd"),
    "sheet that ends too early": (
        "a.xlsx",
        lambda: repacked(
            GOOD, **{"xl__worksheets__sheet1.xml": sheet_xml(GOOD).partition(b'<row r="3"')[0]}
        ),
        "beschadigd",
    ),
    "large sheet that ends too early": (
        "a.xlsx",
        lambda: repacked(
            GOOD,
            **{
                "xl__worksheets__sheet1.xml": sheet_xml(GOOD).partition(b'<row r="3"')[0]
                + os.urandom(3_000_000).hex().encode()
            },
        ),
        "beschadigd",
    ),
    "ods that ends too early": (
        "a.ods",
        lambda: repacked(
            ods_file(drawn(PEOPLE)),
            **{
                "content.xml": zipfile.ZipFile(io.BytesIO(ods_file(drawn(PEOPLE))))
                .read("content.xml")
                .partition(b"K-03")[0]
            },
        ),
        "beschadigd",
    ),
    "a million columns": ("a.csv", a_million_columns, "kolommen"),
    "nul bytes": ("a.csv", lambda: b"id;partij\0;x\r\n1;2;3", "nultekens"),
    "mixed encodings": (
        "a.csv", lambda: "naam;café\r\n".encode() + "één;é\r\n".encode("cp1252"), "twee tekensets",
    ),
    "odd utf-16": ("a.csv", lambda: b"\xff\xfea\0b", "tekens"),
    "quote never closed": (
        "a.csv",
        lambda: csv_file(drawn(PEOPLE)) + b'K-9;"FNV;Ede\r\n' + b"x;y\r\n" * 20_000,
        "Rij 5 is niet te lezen: een aanhalingsteken",
    ),
    "one endless line": ("a.csv", lambda: b"x" * 5_000_000, "niet te lezen|herkend"),
    "too large": ("a.csv", lambda: b"x;y\r\n" * (MOST_BYTES // 5 + 1), "groter dan 50 MB"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence_in_time_and_leaves_nothing(
    published: DataFolder, kind: str
) -> None:
    name, make, sentence = HOSTILE[kind]
    content = make()
    before = sorted(published.path.rglob("*"))
    began = time.monotonic()

    found = look_at(published, File(name, content))

    assert time.monotonic() - began < WITHIN_S
    assert found.besluit is Besluit.GEWEIGERD
    (fout,) = found.fouten
    assert re.search(sentence, fout.regel), fout.regel
    assert "Traceback" not in fout.regel
    assert sorted(published.path.rglob("*")) == before


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        (r"C:\Users\x\levering.xlsx", "levering.xlsx"),
        ("a\0b.csv", "ab.csv"),
        ("a\nb\x1b[31m.csv", "a b [31m.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("/", "naamloos"),
        ("", "naamloos"),
        ("x" * 300 + ".csv", "x" * 79 + "…"),
    ],
)
def test_a_name_is_never_a_path_nor_more_than_a_line(given: str, shown: str) -> None:
    assert file_name(given) == shown


def test_a_formula_that_was_never_computed_is_no_empty_cell(judged: Callable[..., object]) -> None:
    rows = drawn(PEOPLE)
    rows[1][6] = "=1980+0"
    xml = sheet_xml(xlsx_file(rows))
    assert b"<f>1980+0</f><v>0</v>" in xml
    for alone in (b"<f>1980+0</f>", b"<f>1980+0</f><v></v>", b"<f>1980+0</f><v/>"):
        book = repacked(
            xlsx_file(rows),
            **{"xl__worksheets__sheet1.xml": xml.replace(b"<f>1980+0</f><v>0</v>", alone)},
        )
        found = judged(book, "levering.xlsx")
        assert [each.spoken for each in found.fouten] == [  # type: ignore[attr-defined]
            "blad Blad1, rij 2, kolom geboortejaar: hier staat een formule die nog nooit is "
            "uitgerekend; open het bestand in Excel en sla het op"
        ]


def test_a_formula_that_failed_is_no_empty_cell(judged: Callable[..., object]) -> None:
    rows = drawn(PEOPLE)
    rows[1][6] = "=1/0"
    xml = sheet_xml(xlsx_file(rows))
    cell = re.search(rb'<c r="G2"[^>]*><f>1/0</f><v>0</v></c>', xml)
    assert cell
    book = repacked(
        xlsx_file(rows),
        **{
            "xl__worksheets__sheet1.xml": xml.replace(
                cell[0], b'<c r="G2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
            )
        },
    )

    found = judged(book, "levering.xlsx")

    assert [each.spoken for each in found.fouten] == [  # type: ignore[attr-defined]
        "blad Blad1, rij 2, kolom geboortejaar: hier staat een formule die een fout geeft (zoals "
        "#DEEL/0!); herstel de cel"
    ]


def test_a_formula_in_a_csv_is_text_like_any_other(judged: Callable[..., object]) -> None:
    rows = drawn(PEOPLE)
    rows[1][1] = '=HYPERLINK("http://x")'

    (fout,) = judged(rows).fouten  # type: ignore[attr-defined]

    assert fout.waarde == '=HYPERLINK("http://x")'


def test_a_file_that_takes_too_long_is_stopped(
    published: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "MOST_SECONDS", 0.2)

    found = look_at(published, File("a.csv", csv_file(drawn(PEOPLE))))

    assert "duurde langer dan" in found.fouten[0].regel


def test_a_file_that_takes_too_much_memory_is_stopped(
    published: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "MOST_MEMORY_BYTES", 20_000_000)

    found = look_at(published, File("a.csv", csv_file(drawn(PEOPLE))))

    assert "meer geheugen" in found.fouten[0].regel


def test_every_file_gets_a_process_of_its_own_and_none_is_left_behind(
    published: DataFolder,
) -> None:
    others = psutil.Process().children()
    with child.readers(published.raw, files=3) as another:
        first, second = another(), another()
        for reader in (first, second):
            answer, hindrance = reader.answer("a.csv", b"geen levering", lambda _: None)
            assert (answer is not None, hindrance) == (True, "")
            assert not psutil.pid_exists(reader.pid)
        (ahead,) = set(psutil.Process().children()) - set(others)
        assert len({first.pid, second.pid, ahead.pid}) == 3

    assert not ahead.is_running()


def test_the_process_that_reads_may_write_nothing(tmp_path: Path) -> None:
    """The limit that `child` sets, tried in a process that sets it too."""
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        try:
            (tmp_path / "x").write_bytes(b"x")
        except OSError:
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(pid, 0)
    assert status == 0 or os.WIFSIGNALED(status)
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


def test_a_refused_file_leaves_the_others_alone(own: DataFolder) -> None:
    files = [File("slecht.xlsx", zip_bomb()), File("goed.csv", csv_file(drawn(PEOPLE)))]

    bad, good = take_in(own, files)

    assert (bad.besluit, good.besluit) == (Besluit.GEWEIGERD, Besluit.INGELEZEN)


def mutations(content: bytes) -> st.SearchStrategy[bytes]:
    """Change a file here and there: bytes replaced, cut out, repeated, put in."""
    place = st.integers(0, len(content))
    change = st.tuples(place, st.integers(0, 40), st.binary(max_size=40))

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        changed = content
        for start, gone, new in changes:
            changed = changed[:start] + new + changed[start + gone :]
        return changed

    return st.lists(change, min_size=1, max_size=6).map(apply)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reading = Reader()
    yield reading
    reading.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=mutations(csv_file(drawn(PEOPLE))))
def test_a_csv_with_bytes_changed_is_taken_whole_or_refused(reader: Reader, content: bytes) -> None:
    reader.answers("levering.csv", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", GOOD),
        ("a.xls", xls_file(drawn(PEOPLE))),
        ("a.ods", ods_file(drawn(PEOPLE))),
    ],
)
def test_a_workbook_with_bytes_changed_is_taken_whole_or_refused(
    reader: Reader, name: str, content: bytes
) -> None:
    @settings(max_examples=50, deadline=None)
    @given(changed=mutations(content))
    def each(changed: bytes) -> None:
        reader.answers(name, changed)

    each()


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.xlsx", GOOD, "xl/worksheets/sheet1.xml"),
        ("a.xlsx", GOOD, "xl/sharedStrings.xml"),
        ("a.xlsx", GOOD, "xl/workbook.xml"),
        ("a.xlsx", GOOD, "xl/styles.xml"),
        ("a.ods", ods_file(drawn(PEOPLE)), "content.xml"),
    ],
)
def test_a_workbook_with_a_part_changed_is_taken_whole_or_refused(
    reader: Reader, name: str, content: bytes, part: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        inside = packed.read(part)

    @settings(max_examples=40, deadline=None)
    @given(changed=mutations(inside))
    def each(changed: bytes) -> None:
        reader.answers(name, repacked(content, **{part.replace("/", "__"): changed}))

    each()


def lines() -> Iterator[str]:
    yield from ("deelnemer_id;partij", "\x00", '"', "'", ";;;;", "a,b\tc|d", "=1+1", "€ -")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from([*lines(), *csv_file(drawn(PEOPLE)).decode().splitlines()]), max_size=30
    ),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_heap_of_lines_is_taken_whole_or_refused(
    reader: Reader, heap: list[str], encoding: str
) -> None:
    reader.answers("a.csv", "\n".join(heap).encode(encoding))
