"""The page on which a steward hands in a delivery."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.shown import page_test, sound
from tests.pipelines.intake.conftest import COUNTS, PEOPLE, csv_file, drawn
from warehouse.builds import DataFolder

AANLEVEREN = "pages/verantwoording/aanleveren.py"


@pytest.fixture
def own(published: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A copy of the published data folder, opened for stewards."""
    copy = DataFolder(tmp_path / "gegevens")
    shutil.copytree(published.path, copy.path, symlinks=True)
    monkeypatch.setenv("MONITOR_DATA", str(copy.path))
    monkeypatch.setenv("MONITOR_AANLEVEREN", "1")
    return copy


def opened(*files: tuple[str, bytes]) -> AppTest:
    """Open the page and hand in some files."""
    test = sound(page_test().run())
    test.switch_page(AANLEVEREN)
    sound(test.run())
    if files:
        test.file_uploader[0].set_value(
            [(name, content, "application/octet-stream") for name, content in files]
        )
        sound(test.run())
    return test


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.info, test.error, test.success, test.caption, test.subheader)
    return "\n".join(each.value for kind in kinds for each in kind)


@pytest.mark.usefixtures("monitor_data")
def test_the_page_is_not_there_without_being_asked_for() -> None:
    test = sound(page_test().run())
    assert not any("Aanleveren" in str(each) for each in test.get("page_link"))

    with pytest.raises(ValueError, match="Could not find a navigation page"):
        test.switch_page(AANLEVEREN).run()


@pytest.mark.usefixtures("own")
def test_a_good_file_is_previewed_confirmed_and_published(own: DataFolder) -> None:
    before = own.current()
    test = opened(("uwv.csv", csv_file(drawn(COUNTS))))

    assert "Herkend als **rmt-tabel**: 3 rijen van UWV, 2024." in words(test)
    assert own.current() == before
    assert test.table[0].value.to_dict("records") == [
        {"Partij": "UWV", "Periode": "2024", "Deelnemers": "94", "Vervangt": "niets"}
    ]

    (button,) = test.button
    sound(button.click().run())

    assert "uwv.csv is ingelezen en gepubliceerd." in words(test).replace("\\", "")
    assert own.current() != before
    assert "Herkend" not in words(test)

    again = opened(("kopie.csv", csv_file(drawn(COUNTS))))
    assert "al ingelezen" in words(again)
    assert not again.button


@pytest.mark.usefixtures("own")
def test_a_bad_file_is_refused_with_a_list_and_changes_nothing(own: DataFolder) -> None:
    before = own.current()
    test = opened(("a.csv", csv_file(drawn(PEOPLE.replace("horeca", "*zorg*")))))

    assert "Niet ingelezen als rmt-deelnemers: één fout." in words(test)
    (row,) = test.table[0].value.to_dict("records")
    assert row["Rij"] == "2"
    assert row["Kolom"] == "sector"
    assert "zorg" in row["Waarde"]
    assert not test.button
    assert own.current() == before


@pytest.mark.usefixtures("own")
def test_a_small_count_is_not_previewed() -> None:
    test = opened(("a.csv", csv_file(drawn(PEOPLE))))

    assert set(test.table[0].value["Deelnemers"]) == {"<5"} or set(
        test.table[0].value["Deelnemers"]
    ) == {"\\<5"}


@pytest.mark.usefixtures("own")
def test_several_files_are_each_told_apart() -> None:
    test = opened(("uwv.csv", csv_file(drawn(COUNTS))), ("x.csv", b"a;b\n1;2"))

    assert "Herkend als **rmt-tabel**" in words(test)
    assert "Niet ingelezen: één fout." in words(test)
    assert len(test.button) == 1
