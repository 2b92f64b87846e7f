"""Deliveries are held against their record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.delivery import Delivery, DeliveryError, in_force, seal

LayDown = Callable[..., Delivery]


def test_sealing_counts_rows_and_takes_the_sha256(lay_down: LayDown) -> None:
    csv = 'naam,waarde\n"twee\nregels",1\nb,2\n'
    delivery = lay_down("x", {"a.csv": csv, "b.json": "[1, 2, 3]", "c.ndjson": "{}\n{}\n"})

    rows = {name: file.rijen for name, file in delivery.record.bestanden.items()}
    assert rows == {"a.csv": 2, "b.json": 3, "c.ndjson": 2}
    assert delivery.record.bestanden["b.json"].sha256 == hashlib.sha256(b"[1, 2, 3]").hexdigest()
    delivery.verify()


def test_a_sealed_record_reads_back_as_it_was_written(lay_down: LayDown) -> None:
    delivery = lay_down("x", {"a.json": "[]"}, opgehaald="2026-11-22T08:30:00+01:00")

    assert Delivery.open(delivery.folder) == delivery
    assert delivery.record.opgehaald is not None
    assert delivery.record.opgehaald.isoformat() == "2026-11-22T08:30:00+01:00"


def test_a_missing_file_is_named(lay_down: LayDown) -> None:
    delivery = lay_down("x", {"Perioden.json": "[]"})
    (delivery.folder / "Perioden.json").unlink()

    with pytest.raises(DeliveryError, match=r"Perioden\.json ontbreekt, maar staat in levering"):
        delivery.verify()


def test_a_changed_file_is_named(lay_down: LayDown) -> None:
    delivery = lay_down("x", {"rijen.ndjson": '{"a": 1}\n'})
    (delivery.folder / "rijen.ndjson").write_text('{"a": 2}\n', encoding="utf-8")

    with pytest.raises(DeliveryError, match=r"rijen\.ndjson is veranderd sinds de vastlegging"):
        delivery.verify()


def test_a_file_that_the_record_does_not_know_is_named(lay_down: LayDown) -> None:
    delivery = lay_down("x", {"a.csv": "naam\nb\n"})
    (delivery.folder / "nieuw.csv").write_text("naam\n", encoding="utf-8")

    with pytest.raises(DeliveryError, match=r"nieuw\.csv staat niet in levering\.json"):
        delivery.verify()
    seal(delivery.folder).verify()


def test_broken_json_is_named_even_when_its_sha256_is_right(lay_down: LayDown) -> None:
    delivery = lay_down("x", {"a.json": "[]"})
    broken = b'[{"Key": '
    (delivery.folder / "a.json").write_bytes(broken)
    record = json.loads((delivery.folder / "levering.json").read_text(encoding="utf-8"))
    record["bestanden"]["a.json"]["sha256"] = hashlib.sha256(broken).hexdigest()
    (delivery.folder / "levering.json").write_text(json.dumps(record), encoding="utf-8")

    with pytest.raises(DeliveryError, match=r"a\.json is geen leesbare JSON"):
        Delivery.open(delivery.folder).verify()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", r"levering\.json is geen leesbare JSON \(regel 1\)"),
        ('{"bron": "cbs"}', r"levering\.json mist bestanden, gewijzigd, licentie"),
    ],
)
def test_a_wrong_record_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "levering.json").write_text(text, encoding="utf-8")

    with pytest.raises(DeliveryError, match=complaint):
        Delivery.open(tmp_path)


def test_a_record_with_an_unknown_key_or_stand_is_refused(lay_down: LayDown) -> None:
    with pytest.raises(DeliveryError, match="kent licence niet"):
        lay_down("x", {}, licence="CC BY 4.0")
    with pytest.raises(DeliveryError, match="stand 'oud' is niet"):
        lay_down("y", {}, stand="oud")
    with pytest.raises(DeliveryError, match="vastgelegd of opgehaald is geen datum"):
        lay_down("z", {}, vastgelegd="22 november")
    with pytest.raises(DeliveryError, match="bestanden heeft niet bij elke naam sha256 en rijen"):
        lay_down("w", {}, bestanden={"a.csv": {"sha256": "00"}})


def test_the_newest_finished_dated_folder_is_in_force(tmp_path: Path, lay_down: LayDown) -> None:
    lay_down("cbs/1/2026-11-22", {})
    newest = lay_down("cbs/1/2027-01-05", {})
    (tmp_path / "raw/cbs/1/2027-02-01").mkdir()
    lay_down("cbs/1/kladje", {})

    assert in_force(tmp_path / "raw", ("cbs/1",)) == [newest]


def test_a_folder_with_a_record_of_its_own_is_in_force(tmp_path: Path, lay_down: LayDown) -> None:
    own = lay_down("publicaties", {})

    assert in_force(tmp_path / "raw", ("publicaties",)) == [own]


def test_a_folder_without_any_delivery_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="85826NED: geen levering gevonden"):
        in_force(tmp_path, ("cbs/85826NED",))
