"""Tables as the CBS serves them: drawn from a few lines, or loaded from a delivery."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload

Row = dict[str, Any]

MODIFIED = "2026-05-12T02:00:00"

DIMENSION_TYPES = ("Dimension", "GeoDimension", "TimeDimension")


class GeneratedRows(Sequence[Row]):
    """Rows made when they are asked for, so that a million of them take no memory."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self._make(each) for each in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return self._make(index % self._count)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A column with figures, or with text when `text` is set to its width."""

    key: str
    title: str
    unit: str = "aantal"
    decimals: int = 0
    group: str | None = None
    text: int | None = None

    @property
    def datatype(self) -> str:
        if self.text is not None:
            return "String"
        return "Double" if self.decimals else "Long"


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """A dimension and its rows; keys get padded to `width`."""

    key: str
    title: str
    rows: Sequence[Row]
    type: str = "Dimension"
    width: int = 0

    def padded(self, key: str) -> str:
        return key.ljust(self.width)


def characteristics(
    key: str, members: Mapping[str, str], *, title: str | None = None, width: int = 7
) -> Dimension:
    """Draw a dimension such as Geslacht from code -> title."""
    return Dimension(key=key, title=title or key, rows=_members(members, width), width=width)


def regions(members: Mapping[str, str]) -> Dimension:
    """Draw RegioS from code -> title; the CBS pads its codes to six characters."""
    return Dimension(
        key="RegioS", title="Regio's", rows=_members(members, 6), type="GeoDimension", width=6
    )


def neighbourhoods(members: Mapping[str, str]) -> Dimension:
    """Draw WijkenEnBuurten from code -> title; the CBS pads its codes to ten characters."""
    return Dimension(
        key="WijkenEnBuurten",
        title="Wijken en buurten",
        rows=_members(members, 10),
        type="GeoDimension",
        width=10,
    )


def periods(statuses: Mapping[str, str] | Iterable[str]) -> Dimension:
    """Draw Perioden from key -> status, or from keys that are all Definitief."""
    named = statuses if isinstance(statuses, Mapping) else dict.fromkeys(statuses, "Definitief")
    rows = [
        {"Key": key, "Title": period_title(key), "Description": "", "Status": status}
        for key, status in named.items()
    ]
    return Dimension(key="Perioden", title="Perioden", rows=rows, type="TimeDimension", width=8)


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def period_title(key: str) -> str:
    """Name a period as the CBS does: 2023, 2023 1e kwartaal, 2023 januari."""
    year, kind, number = key[:4], key[4:6], int(key[6:])
    if kind == "KW":
        return f"{year} {number}e kwartaal"
    return f"{year} {MONTHS[number - 1]}" if kind == "MM" else year


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table in wire form: what the service answers for each of its resources.

    `rows` are those of TypedDataSet; UntypedDataSet follows from them.
    """

    id: str
    infos: Row
    properties: Sequence[Row]
    dimensions: Mapping[str, Sequence[Row]]
    rows: Sequence[Row]
    category_groups: Sequence[Row] = ()
    decimals: Mapping[str, int] = field(init=False)
    columns: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        topics = [row for row in self.properties if row["Type"] == "Topic"]
        keys = ["ID", *self.dimensions, *(row["Key"] for row in topics)]
        if len(self.rows):
            keys += self.rows[0]
        object.__setattr__(
            self, "decimals", {row["Key"]: row.get("Decimals") or 0 for row in topics}
        )
        object.__setattr__(self, "columns", tuple(dict.fromkeys(keys)))

    @property
    def title(self) -> str:
        return str(self.infos["Title"])

    @property
    def topics(self) -> list[Row]:
        return [row for row in self.properties if row["Type"] == "Topic"]

    def of_type(self, *types: str) -> list[str]:
        """Name the dimensions of these types, in their order."""
        return [row["Key"] for row in self.properties if row["Type"] in types]

    @classmethod
    def drawn(
        cls,
        id: str,
        title: str,
        *,
        dimensions: Sequence[Dimension],
        topics: Sequence[Topic],
        rows: Sequence[Row | Sequence[Any]],
        modified: str = MODIFIED,
        period: str = "",
        frequency: str = "Perjaar",
        status: str = "Regulier",
    ) -> Table:
        """Draw a table.

        A row is a mapping by column, or the bare values of the dimensions and then the topics. Keys
        and texts get the padding of the wire. GeneratedRows are taken as they are.
        """
        ready = (
            rows
            if isinstance(rows, GeneratedRows)
            else [_wire_row(row, dimensions, topics) for row in rows]
        )
        return cls(
            id=id,
            infos=table_infos(id, title, modified, period, frequency, status),
            properties=_properties(dimensions, topics),
            dimensions={each.key: list(each.rows) for each in dimensions},
            rows=ready,
        )

    @classmethod
    def from_delivery(cls, folder: Path, *, modified: str = MODIFIED) -> Table:
        """Load a table from `data/raw/cbs/<id>/<datum>`; `modified` fills in where it has none."""
        tables = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.json"))
            if path.stem != "levering"
        }
        infos = tables.pop("TableInfos")[0]
        infos = table_infos(infos["Identifier"], infos["Title"]) | infos
        infos["Modified"] = infos["Modified"] or modified
        properties: list[Row] = tables.pop("DataProperties")
        groups: list[Row] = tables.pop("CategoryGroups", [])
        lines = (folder / "TypedDataSet.ndjson").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line]
        # The bundled deliveries hold what was selected; each dimension is announced all the same.
        known = {row["Key"] for row in properties}
        absent = [
            _dimension_property(index, key, key, _type_of(key))
            for index, key in enumerate(tables)
            if key not in known
        ]
        order = {key: place for place, key in enumerate(rows[0])} if rows else {}
        return cls(
            id=infos["Identifier"],
            infos=infos,
            properties=absent + properties,
            dimensions=dict(sorted(tables.items(), key=lambda item: order.get(item[0], 0))),
            rows=rows,
            category_groups=groups,
        )

    def resource(self, name: str) -> Sequence[Row] | None:
        """Give the rows of a resource; None when the table has no such resource."""
        if name == "TableInfos":
            return [self.infos]
        if name == "DataProperties":
            return self.properties
        if name == "CategoryGroups":
            return self.category_groups
        if name == "TypedDataSet":
            return _numbered(self.rows)
        if name == "UntypedDataSet":
            numbered = _numbered(self.rows)
            return GeneratedRows(len(numbered), lambda index: self._untyped(numbered[index]))
        return self.dimensions.get(name)

    @property
    def resources(self) -> list[str]:
        """Names in the order of the service root."""
        first = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups"]
        return [*first, *self.dimensions]

    def _untyped(self, row: Row) -> Row:
        return {
            key: value
            if isinstance(value, str) or key == "ID"
            else _right_aligned(value, self.decimals.get(key, 0))
            for key, value in row.items()
        }


def with_category(table: Table, dimension: str, key: str, title: str, *, share: float) -> Table:
    """Add a category beside the total, so that a client that forgets to filter counts double.

    The figures are invented: the total's times `share`, or the total's own for percentages.
    """
    total = str(table.dimensions[dimension][0]["Key"])
    padded = key.ljust(len(total))
    relative = {row["Key"] for row in table.topics if row["Unit"] == "%"}

    def part(row: Row) -> Row:
        return {
            column: padded
            if column == dimension
            else round(value * share, table.decimals.get(column, 0) or None)
            if isinstance(value, int | float) and column not in relative
            else value
            for column, value in row.items()
        }

    extra = _members({key: title}, len(total))
    parts = [part(row) for row in table.rows if row[dimension] == total]
    return Table(
        id=table.id,
        infos=table.infos,
        properties=table.properties,
        dimensions={
            **table.dimensions,
            dimension: [*table.dimensions[dimension], *extra],
        },
        rows=[*table.rows, *parts],
        category_groups=table.category_groups,
    )


def table_infos(
    id: str,
    title: str,
    modified: str = MODIFIED,
    period: str = "",
    frequency: str = "Perjaar",
    status: str = "Regulier",
) -> Row:
    """Draw the one row of TableInfos."""
    return {
        "ID": 0,
        "Title": title,
        "ShortTitle": title[:60],
        "Identifier": id,
        "Summary": title,
        "Modified": modified,
        "ReasonDelivery": "Actualisering",
        "ExplanatoryText": "",
        "Language": "nl",
        "Catalog": "CBS",
        "Frequency": frequency,
        "Period": period,
        "ShortDescription": f"\n{title}.\n",
        "Description": "INHOUDSOPGAVE\n\n1. Toelichting",
        "DefaultPresentation": "_la=nl&_si=&_gu=",
        "DefaultSelection": "",
        "GraphTypes": "Table,Bar,Line",
        "OutputStatus": status,
        "Source": "CBS.",
        "MetaDataModified": modified,
        "SearchPriority": "2",
    }


def _members(members: Mapping[str, str], width: int) -> list[Row]:
    return [
        {"Key": code.ljust(width), "Title": title, "Description": "", "CategoryGroupID": None}
        for code, title in members.items()
    ]


def _type_of(key: str) -> str:
    if key == "Perioden":
        return "TimeDimension"
    return "GeoDimension" if key in ("RegioS", "WijkenEnBuurten") else "Dimension"


def _dimension_property(index: int, key: str, title: str, type: str) -> Row:
    row: Row = {
        "odata.type": f"Cbs.OData.{type}",
        "ID": index,
        "Position": index,
        "ParentID": None,
        "Type": type,
        "Key": key,
        "Title": title,
        "Description": "",
        "ReleasePolicy": False,
        "Datatype": None,
        "Unit": None,
        "Decimals": None,
        "Default": None,
        "PresentationType": None,
    }
    return row | {"MapYear": True} if type == "TimeDimension" else row


def _properties(dimensions: Sequence[Dimension], topics: Sequence[Topic]) -> list[Row]:
    rows = [
        _dimension_property(index, each.key, each.title, each.type)
        for index, each in enumerate(dimensions)
    ]
    groups: dict[str, int] = {}
    position = len(rows)
    for topic in topics:
        if topic.group is not None and topic.group not in groups:
            groups[topic.group] = len(rows)
            rows.append(
                {
                    "odata.type": "Cbs.OData.TopicGroup",
                    "ID": len(rows),
                    "Position": None,
                    "ParentID": None,
                    "Type": "TopicGroup",
                    "Key": "",
                    "Title": topic.group,
                    "Description": "",
                }
            )
        rows.append(
            {
                "odata.type": "Cbs.OData.Topic",
                "ID": len(rows),
                "Position": position,
                "ParentID": None if topic.group is None else groups[topic.group],
                "Type": "Topic",
                "Key": topic.key,
                "Title": topic.title,
                "Description": "",
                "ReleasePolicy": False,
                "Datatype": topic.datatype,
                "Unit": topic.unit,
                "Decimals": topic.decimals,
                "Default": "Missing",
                "PresentationType": "Relative" if topic.unit == "%" else "Absolute",
            }
        )
        position += 1
    return rows


def _wire_row(
    row: Row | Sequence[Any], dimensions: Sequence[Dimension], topics: Sequence[Topic]
) -> Row:
    keys = [each.key for each in dimensions] + [each.key for each in topics]
    named = dict(row) if isinstance(row, dict) else dict(zip(keys, row, strict=True))
    for dimension in dimensions:
        named[dimension.key] = dimension.padded(named[dimension.key])
    for topic in topics:
        value = named.get(topic.key)
        if topic.text is not None and value is not None:
            value = str(value).ljust(topic.text)
        named[topic.key] = value
    return {key: named[key] for key in keys}


def _numbered(rows: Sequence[Row]) -> Sequence[Row]:
    return GeneratedRows(len(rows), lambda index: {"ID": index, **rows[index]})


def _right_aligned(value: float | None, decimals: int) -> str:
    return ("." if value is None else f"{value:.{decimals}f}").rjust(9)
