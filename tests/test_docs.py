"""What is written beside the code holds: no dead links, nothing that exists on one machine only."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|anaconda\.(org|com)|(?<!no-emit-)index-url\b"
)
OUTSIDE = re.compile(r"(?<![\w./])((?:\.\./)+)[\w.-]+")
WORDS = ("text", "code_inline")
THIS_MACHINE = re.compile(r"(?<![\w./:-])/(work|root|home|Users|tmp)/\w")


def tracked(*patterns: str) -> list[Path]:
    """List the files that are in the repository or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]


def tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        yield token
        yield from token.children or []


def anchors(markdown: str) -> set[str]:
    """Name the headings of a text as a link to them does."""
    found: set[str] = set()
    heading = False
    for token in MarkdownIt("commonmark").parse(markdown):
        if heading:
            words = "".join(
                c.content for c in token.children or [] if c.type in ("text", "code_inline")
            )
            slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            repeats = sum(1 for each in found if re.fullmatch(rf"{re.escape(slug)}(-\d+)?", each))
            found.add(f"{slug}-{repeats}" if repeats else slug)
        heading = token.type == "heading_open"
    return found


def dead_links(page: Path) -> list[str]:
    """Name the links and pictures of a page that lead nowhere in the repository."""
    markdown = page.read_text(encoding="utf-8")
    dead = []
    for token in tokens(markdown):
        target = str(token.attrGet("href") or token.attrGet("src") or "")
        if not target or re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        linked = page.parent / path if path else page
        if not linked.exists():
            dead.append(f"{page.name}: {target} is not there")
        elif anchor and anchor not in anchors(linked.read_text(encoding="utf-8")):
            dead.append(f"{page.name}: {target} has no such heading")
    return dead


def leaks(path: Path, text: str) -> list[str]:
    """Name what a text says that is true on one machine only, or that ties it to one registry."""
    found = [match[0] for pattern in (REGISTRY, THIS_MACHINE) for match in pattern.finditer(text)]
    found += [
        match[0]
        for match in OUTSIDE.finditer(text)
        if not (path.parent / match[1]).resolve().is_relative_to(ROOT)
    ]
    return [f"{path.relative_to(ROOT)}: {words}" for words in found]


def test_no_link_in_the_docs_is_dead() -> None:
    dead = [each for page in tracked("*.md") for each in dead_links(page)]
    assert not dead, "\n".join(dead)


@pytest.mark.parametrize(
    ("markdown", "dead"),
    [
        ("[there](README.md)", 0),
        ("[gone](GONE.md)", 1),
        ("![gone](gone.png)", 1),
        ("# One `two`, three\n\n[there](#one-two-three) [gone](#four)", 1),
        ("# A\n# A\n\n[first](#a) [second](#a-1) [third](#a-2)", 1),
        ("| a |\n|---|\n| [gone](GONE.md) |", 1),
        ("[elsewhere](https://example.org/gone) `[code](gone)`", 0),
    ],
)
def test_a_dead_link_is_found(tmp_path: Path, markdown: str, dead: int) -> None:
    page = tmp_path / "README.md"
    page.write_text(markdown, encoding="utf-8")
    assert len(dead_links(page)) == dead


def test_nothing_in_the_repository_points_outside_of_it() -> None:
    found = []
    for path in tracked(":!:data/raw/*"):
        content = path.read_bytes()
        if b"\0" not in content and path != Path(__file__):
            found += leaks(path, content.decode(errors="replace"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "text", "leaking"),
    [
        ("README.md", "see ../elsewhere/design.md", True),
        ("tests/a.md", "see ../README.md", False),
        ("tests/a.md", "see ../../README.md", True),
        ("README.md", "open /home/jan/monitor", True),
        ("README.md", "put it in /srv/monitor, https://host/home/page", False),
        ("requirements.lock", "--extra-index-url https://host/simple", True),
        ("requirements.lock", "    --hash=sha256:00", False),
    ],
)
def test_a_pointer_to_the_outside_is_found(name: str, text: str, leaking: bool) -> None:
    assert bool(leaks(ROOT / name, text)) == leaking


def test_locks_name_hashes_and_no_address() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
        assert len(pins) > 40
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_what_runs_is_what_was_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(
            re.findall(r"^\S+==.*$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        )

    assert pins("requirements.lock") < pins("requirements-dev.lock")
