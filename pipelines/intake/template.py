"""The empty workbook of a delivery (sjabloon), made from its contract."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter

from pipelines.intake.contract import Formaat
from pipelines.intake.marked import OPTIONS

CHECKED_ROWS = 5_000
"""How many rows below the header Excel holds to the allowed values while somebody types."""


def template(formaat: Formaat) -> bytes:
    """Write the columns with one invented row, the allowed values as lists, and what each means."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        rows = book.add_worksheet("Levering")
        lists = book.add_worksheet("Keuzelijsten")
        about = book.add_worksheet("Toelichting")
        head = book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": "#0b63a5"})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for place, name in enumerate(formaat.columns):
            rows.write_string(0, place, name, head)
            rows.set_column(
                place, place, max(14, len(name) + 4), day if _is_day(formaat, name) else None
            )
            example = formaat.about(name).get("voorbeeld")
            if isinstance(example, date):
                rows.write_datetime(1, place, example, day)
            elif isinstance(example, int):
                rows.write_number(1, place, example)
            elif example:
                rows.write_string(1, place, example)
            allowed = formaat.allowed(name)
            # Not the bare name: this sheet must not be taken for the delivery.
            lists.write_string(0, place, f"keuzes voor {name}" if allowed else "", head)
            lists.set_column(place, place, 28)
            for line, value in enumerate(allowed, 1):
                lists.write_string(line, place, value)
            if allowed:
                letter = chr(65 + place)
                rows.data_validation(
                    1, place, CHECKED_ROWS, place,
                    {
                        "validate": "list",
                        "source": f"=Keuzelijsten!${letter}$2:${letter}${len(allowed) + 1}",
                        "error_title": "Onbekende waarde",
                        "error_message": f"Kies een waarde van de lijst {name}.",
                    },
                )  # fmt: skip
            elif _is_day(formaat, name):
                rows.data_validation(
                    1, place, CHECKED_ROWS, place,
                    {
                        "validate": "date", "criteria": "between",
                        "minimum": date(1940, 1, 1), "maximum": date(2100, 1, 1),
                        "error_title": "Geen datum", "error_message": "Schrijf 15-06-2023.",
                    },
                )  # fmt: skip
        rows.freeze_panes(1, 0)
        about.set_column(0, 0, 22)
        about.set_column(1, 1, 110, wrap)
        about.write_string(0, 0, formaat.id, head)
        about.write_string(0, 1, formaat.explanation, wrap)
        about.write_string(
            1,
            1,
            "De rij op het blad Levering is verzonnen: vervang haar door de eigen rijen.",
            wrap,
        )
        for line, name in enumerate(formaat.columns, 3):
            about.write_string(line, 0, name)
            about.write_string(line, 1, _meaning(formaat, name), wrap)
    return written.getvalue()


def _is_day(formaat: Formaat, name: str) -> bool:
    return type(formaat.column(name)).__name__ == "Date"


def _meaning(formaat: Formaat, name: str) -> str:
    about = formaat.about(name)
    also = ", ".join(about.get("ook", ()))
    parts = [
        about.get("uitleg", ""),
        f"Waarden: {', '.join(formaat.allowed(name))}." if formaat.allowed(name) else "",
        f"Leeg telt als {about['leeg']}." if "leeg" in about else "",
        "Verplicht." if formaat.required(name) else "Mag leeg zijn.",
        f"Mag ook heten: {also}." if also else "",
    ]
    return " ".join(each for each in parts if each)
