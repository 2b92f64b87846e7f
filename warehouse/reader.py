"""The one place that reads a warehouse: one function per question, its SQL right below its name."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import dataframely as dy
import duckdb
import polars as pl

from warehouse.builds import DataFolder
from warehouse.categories import in_order
from warehouse.derive import CONTRADICTED, SAME_FIGURE, interval, mark_disputes
from warehouse.findings import in_order as findings_in_order
from warehouse.findings import late
from warehouse.history import UNSEEN, History, Publication, moments
from warehouse.indicators import INDICATORS
from warehouse.periods import Period, today
from warehouse.tables import Cijfer

AS_IT_WAS = "zoals-toen"
PRESENT = "huidig"
HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
ADDED_UP = 100
"""The `voorkeur` of a sum of gemeenten: after every figure that was published."""
SINGLE = ("GM", "NL")
"""How the codes of areas begin that are never added up from gemeenten when they are asked for."""
ONE_SPLIT = "c.indicator = $indicator AND c.kenmerk = $per"
WHATEVER_SPLIT = "list_contains($indicators, c.indicator)"
FACTORS = {each.id: each.ratio.factor for each in INDICATORS.values() if each.ratio}
"""What each ratio multiplies by: 100 for a percentage."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)
SHOWN = ("waarde", "marge", "status", "strijdig")
"""What a reader sees of a figure: where none of it differs, nothing changed."""
VERSION = {
    "redenen": pl.List(pl.String()),
    "vanaf": pl.Datetime("us"),
    "vanaf_build": pl.String(),
    "tot": pl.Datetime("us"),
    "tot_build": pl.String(),
}


def reference_day(samenstelling: str) -> date | None:
    """Give the day on which membership counts: None for "zoals toen" (each figure's own day).

    Raises ValueError (in Dutch) on anything but `zoals-toen`, `huidig` or a year.
    """
    if samenstelling == AS_IT_WAS:
        return None
    if samenstelling == PRESENT:
        return today()
    if len(samenstelling) == 4 and samenstelling.isdecimal() and samenstelling > "1900":
        return date(int(samenstelling), 12, 31)
    raise ValueError(
        f"samenstelling '{samenstelling}' bestaat niet; kies zoals-toen, huidig of een jaar als 2022"
    )


class Warehouse:
    """One build, opened read-only. Safe to share between threads: each question has its cursor."""

    def __init__(self, path: Path) -> None:
        self.build = path.stem
        self._history = History.beside(path)
        self._connection = duckdb.connect(path, read_only=True, config=HARDENED)
        self._cursors = threading.Lock()
        self._known: dict[str, pl.DataFrame] = {}

    def _ask(
        self, question: str, beside: Mapping[str, pl.DataFrame] | None = None, **choices: Any
    ) -> pl.DataFrame:
        """Ask a question; a frame `beside` the build goes before a table of the same name."""
        with self._cursors:
            cursor = self._connection.cursor()
        try:
            for name, rows in (beside or {}).items():
                cursor.register(name, rows)
            answer: pl.DataFrame = cursor.sql(question, params=choices or None).pl()
        finally:
            cursor.close()
        return answer

    def _once(self, question: str) -> pl.DataFrame:
        """Ask what several parts of a page want to know, and remember it: a build never changes."""
        if question not in self._known:
            self._known[question] = self._ask(question)
        return self._known[question]

    def close(self) -> None:
        self._connection.close()

    def areas(self) -> pl.DataFrame:
        """All areas: `gebied, soort, naam, definitie, begin, einde, tegel_kolom, tegel_rij, eigen`.

        `eigen` is true for those that our own rows name: our region, and what it is compared with.
        """
        return self._once("SELECT * FROM gebied ORDER BY soort, gebied")

    def area_names(self) -> pl.DataFrame:
        """Every name that stands for an area: `gebied, naam, soort, bron`."""
        return self._ask("SELECT * FROM gebiedsnaam ORDER BY gebied, soort, naam")

    def members(self, gebied: str, samenstelling: str = PRESENT) -> list[str]:
        """Codes of the gemeenten of an area, by name; everyone that ever belonged for "zoals toen"."""
        question = """
            SELECT DISTINCT l.deel, g.naam
            FROM lidmaatschap l JOIN gebied g ON g.gebied = l.deel
            WHERE l.geheel = $gebied
              AND ($peildag IS NULL OR $peildag BETWEEN l.begin AND coalesce(l.einde, $ooit))
            ORDER BY g.naam
        """
        rows = self._ask(
            question, gebied=gebied, peildag=reference_day(samenstelling), ooit=LAST_DAY
        )
        return rows["deel"].to_list()

    def memberships(self, *gebieden: str) -> pl.DataFrame:
        """The stays of the gemeenten of some areas, by name and first day.

        Columns `geheel, deel, naam, begin, einde, bron, vindplaats, opmerking`.
        """
        question = """
            SELECT l.geheel, l.deel, g.naam, l.begin, l.einde, l.bron, l.vindplaats, l.opmerking
            FROM lidmaatschap l JOIN gebied g ON g.gebied = l.deel
            WHERE list_contains($gebieden, l.geheel)
            ORDER BY l.geheel, g.naam, l.begin
        """
        return self._ask(question, gebieden=list(gebieden))

    def boundaries(self, gebieden: Sequence[str]) -> pl.DataFrame:
        """Boundaries of gemeenten: `gebied, jaar, geometrie` (GeoJSON in degrees, WGS84)."""
        question = """
            SELECT gebied, jaar, geometrie FROM grens
            WHERE gebied IN (SELECT unnest($gebieden)) ORDER BY jaar, gebied
        """
        return self._ask(question, gebieden=list(gebieden))

    def sources(self) -> pl.DataFrame:
        """Every delivery in force, with its source: one row a delivery."""
        return self._once(
            "SELECT * FROM levering WHERE vastgelegd IS NOT NULL ORDER BY bron, tabel"
        )

    def awaited(self) -> pl.DataFrame:
        """Every table that no refresh has fetched yet, with its source: one row a table."""
        return self._ask("SELECT * FROM levering WHERE vastgelegd IS NULL ORDER BY bron, tabel")

    def series(self) -> pl.DataFrame:
        """The series: `reeks, titel, samenstelling, bron`."""
        return self._ask("SELECT * FROM reeks ORDER BY reeks, bron")

    def checks(self) -> pl.DataFrame:
        """What was checked at the build, and how it came out.

        Columns `regel, controle, uitkomst, indicator, gebied, periode, gevonden, verwacht,
        toelichting`; instead of an indicator it can say `lidmaatschap`.
        """
        return self._ask("SELECT * FROM controle")

    def findings(self) -> pl.DataFrame | None:
        """What reconciliation found, what nobody judged first: columns of `warehouse.findings`.

        None in a build of before there was any. Sources that are late are added as of today.
        """
        if self._ask("SELECT 1 FROM duckdb_tables() WHERE table_name = 'bevinding'").is_empty():
            return None
        return findings_in_order(
            pl.concat([self._ask("SELECT * FROM bevinding"), late(self.sources(), today())])
        )

    def contracts(
        self,
        gebieden: Sequence[str] | None = None,
        *,
        soort: str | None = None,
        only_risk: bool = False,
        search: str = "",
        most: int = 50,
        skip: int = 0,
    ) -> pl.DataFrame:
        """Some contracts with social return, those at risk with the most open first.

        Columns of `pipelines.social_return`'s contract, and `aantal` and `met_risico`: how many there
        are in all, and how many of those are at risk.
        `gebieden` are opdrachtgevers by code; None for all, also those that are no gemeente.
        `search` looks in number, kenmerk and opdrachtgever.
        """
        question = """
            WITH gevonden AS (
                SELECT * FROM contract
                WHERE ($gebieden IS NULL OR list_contains($gebieden, gebied))
                  AND ($soort IS NULL OR soort = $soort)
                  AND ($zoek = '' OR contains(
                      lower(concat_ws(' ', contractnummer, kenmerk, opdrachtgever)), lower($zoek)))
            )
            SELECT *, (SELECT count(*) FROM gevonden) AS aantal,
                   (SELECT count(*) FROM gevonden WHERE risico) AS met_risico
            FROM gevonden
            WHERE risico OR NOT $alleen_risico
            ORDER BY risico DESC, openstaand DESC NULLS LAST, contractnummer
            LIMIT $most OFFSET $skip
        """
        return self._ask(
            question,
            gebieden=None if gebieden is None else list(gebieden),
            soort=soort,
            alleen_risico=only_risk,
            zoek=search,
            most=most,
            skip=skip,
        )

    def mean_realisation(self, gebieden: Sequence[str] | None = None) -> Decimal | None:
        """The mean over contracts of what part is realised, in percent: each contract as heavy.

        Of contracts with a verplichting above nought; None where there are none.
        """
        question = """
            SELECT round(avg(100 * verzilverd::DOUBLE / verplichting::DOUBLE), 4)::DECIMAL(18, 4) AS deel
            FROM contract
            WHERE verplichting > 0 AND ($gebieden IS NULL OR list_contains($gebieden, gebied))
        """
        rows = self._ask(question, gebieden=None if gebieden is None else list(gebieden))
        found: Decimal | None = rows["deel"][0]
        return found

    def contract_changes(self) -> pl.DataFrame:
        """Contracts that are new, changed or gone since the delivery before: `verandering, aantal`."""
        return self._ask(
            "SELECT verandering, count(*) AS aantal FROM contractwijziging GROUP BY ALL ORDER BY ALL"
        )

    def opdrachtgevers(self) -> list[str]:
        """Codes of the gemeenten of which there are contracts."""
        rows = self._ask("SELECT DISTINCT gebied FROM contract WHERE gebied IS NOT NULL ORDER BY 1")
        return rows["gebied"].to_list()

    def placements(self) -> pl.DataFrame:
        """Placements: `bouwblok, jaar, invullingen, personen, voltijdsjaren, waarde`."""
        return self._ask("SELECT * FROM plaatsing ORDER BY jaar DESC, waarde DESC")

    def deviations(self, most: int) -> pl.DataFrame:
        """Placements whose value is not that of their bouwblok, the largest difference first.

        `aantal` tells how many there are in all.
        """
        question = """
            SELECT *, count(*) OVER () AS aantal FROM afwijking
            ORDER BY abs(waarde - verwacht) DESC, contractnummer, maand LIMIT $most
        """
        return self._ask(question, most=most)

    def all_figures(self) -> pl.DataFrame:
        """Every figure as published or derived, with all that is known of it; for comparing builds."""
        return self._ask("SELECT * FROM cijfer")

    def all_stays(self) -> pl.DataFrame:
        """Who belonged where: `geheel, deel, begin, einde`."""
        return self._ask("SELECT geheel, deel, begin, einde FROM lidmaatschap ORDER BY ALL")

    def splits(self, indicator: str) -> list[tuple[str, ...]]:
        """By what an indicator is split up, each as its kenmerken in order; empty when it is not."""
        question = """
            SELECT DISTINCT kenmerk FROM cijfer WHERE indicator = $indicator AND len(kenmerk) > 0
        """
        return sorted(tuple(each) for each in self._ask(question, indicator=indicator)["kenmerk"])

    def coverage(self) -> pl.DataFrame:
        """What there is: first and last day and rows per indicator, reeks, bron, gebiedsoort, soort."""
        question = """
            SELECT c.indicator, c.reeks, c.bron, g.soort AS gebiedsoort, c.soort,
                   min(c.begin) AS eerste, max(c.einde) AS laatste, count(*) AS cijfers
            FROM cijfer c JOIN gebied g USING (gebied)
            WHERE c.waarde IS NOT NULL
            GROUP BY ALL ORDER BY ALL
        """
        return self._once(question)

    def figures(
        self,
        indicator: str,
        gebieden: Sequence[str],
        *,
        samenstelling: str = AS_IT_WAS,
        begin: date = FIRST_DAY,
        einde: date = LAST_DAY,
        per: Sequence[str] = (),
    ) -> dy.DataFrame[Cijfer]:
        """All figures of one indicator for some areas, published ones and sums of gemeenten.

        Sorted by area and period, the chosen figure before the others of the same period. An area
        without figures has no rows; a figure that its source leaves out is a row with a reason.
        The order of `per` makes no difference.
        """
        peildag = reference_day(samenstelling)
        return self._figures(
            indicator, gebieden, samenstelling, peildag, begin=begin, einde=einde, per=per
        )

    def _figures(
        self,
        indicator: str,
        gebieden: Sequence[str],
        samenstelling: str,
        peildag: date | None,
        *,
        begin: date,
        einde: date,
        per: Sequence[str],
        then: Mapping[str, pl.DataFrame] | None = None,
    ) -> dy.DataFrame[Cijfer]:
        choices: dict[str, Any] = {
            "indicator": indicator,
            "per": list(in_order(per)),
            "begin": begin,
            "einde": einde,
        }
        found = [self._published(then, gebieden=list(gebieden), **choices)]
        # Most indicators have no figures of gemeenten, and planning their sum takes four times as
        # long as the rest of the question. What was in force then is not in this build.
        there = then is not None or (indicator, in_order(per)) in self._of_gemeenten
        wholes = [code for code in gebieden if not code.startswith(SINGLE)]
        if wholes and there and INDICATORS[indicator].additive:
            found.append(self._added_up(samenstelling, peildag, then, gebieden=wholes, **choices))
        return _as_cijfers(pl.concat(found))

    def every_split(
        self,
        indicators: Collection[str],
        gebieden: Sequence[str],
        *,
        samenstelling: str = AS_IT_WAS,
        begin: date = FIRST_DAY,
        einde: date = LAST_DAY,
    ) -> dy.DataFrame[Cijfer]:
        """All figures of some indicators for some areas, whole and split up by whatever there is.

        What `figures` gives for each of them and each of their kenmerken, asked at once: a page of
        thirty questions spends its time on planning them, and not on the few rows that they find.
        """
        peildag = reference_day(samenstelling)
        days = {"begin": begin, "einde": einde}
        asked = {"indicators": sorted(indicators), "gebieden": list(gebieden)}
        found = [self._published(None, WHATEVER_SPLIT, **asked, **days)]
        wholes = [code for code in gebieden if not code.startswith(SINGLE)]
        summed = sorted(
            {each for each, _ in self._of_gemeenten if INDICATORS[each].additive} & set(indicators)
        )
        if wholes and summed:
            asked = {"indicators": summed, "gebieden": wholes}
            found.append(
                self._added_up(samenstelling, peildag, None, WHATEVER_SPLIT, **asked, **days)
            )
        return _as_cijfers(pl.concat(found))

    @cached_property
    def _of_gemeenten(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """Which indicators have figures of gemeenten, and split up by what: what sums are made of."""
        rows = self._ask("SELECT DISTINCT indicator, kenmerk FROM cijfer WHERE gebied LIKE 'GM%'")
        return frozenset((indicator, tuple(kenmerk)) for indicator, kenmerk in rows.iter_rows())

    def _published(
        self, then: Mapping[str, pl.DataFrame] | None, which: str = ONE_SPLIT, **choices: Any
    ) -> pl.DataFrame:
        question = f"""
            SELECT c.indicator, c.gebied, g.naam,
                   CASE WHEN g.soort IN ('arbeidsmarktregio', 'subregio') THEN 'gepubliceerd' END
                       AS samenstelling,
                   u.leden, c.periode, c.soort, c.begin, c.einde, c.kenmerk, c.categorie,
                   c.waarde, c.marge, c.teller, c.noemer, c.status, c.voorkeur, c.begrip,
                   c.reeks, c.tabel, c.bron, c.vindplaats,
                   concat_ws('. ', c.opmerking,
                             'Gepubliceerd voor de indeling van ' || u.samenstelling) AS opmerking
            FROM cijfer c
            JOIN gebied g USING (gebied)
            LEFT JOIN uitgave u
              ON u.reeks = c.reeks AND u.bron = c.bron AND u.gebied = c.gebied
            WHERE {which} AND list_contains($gebieden, c.gebied)
              AND c.begin >= $begin AND c.einde <= $einde
        """
        return self._ask(question, then, **choices)

    def _added_up(
        self,
        samenstelling: str,
        peildag: date | None,
        then: Mapping[str, pl.DataFrame] | None,
        which: str = ONE_SPLIT,
        **choices: Any,
    ) -> pl.DataFrame:
        question = f"""
            WITH eigen AS (
                SELECT * FROM cijfer c
                WHERE {which} AND gebied LIKE 'GM%' AND begin >= $begin AND einde <= $einde
            ), moment AS (
                SELECT DISTINCT indicator, kenmerk, reeks, bron, periode, soort, begin, einde, categorie
                FROM eigen
            ), lid AS (
                SELECT m.*, l.geheel, l.deel, d.naam AS deelnaam
                FROM moment m
                JOIN lidmaatschap l
                  ON coalesce($peildag, m.einde) BETWEEN l.begin AND coalesce(l.einde, $ooit)
                JOIN gebied d ON d.gebied = l.deel
                WHERE l.geheel IN (SELECT unnest($gebieden))
            ), som AS (
                SELECT l.geheel, l.indicator, l.kenmerk, l.reeks, l.bron, l.periode, l.soort, l.begin,
                       l.einde, l.categorie, count(*) AS leden,
                       sum(c.teller) AS teller, sum(c.noemer) AS noemer,
                       sum(c.teller_marge) AS teller_marge, sum(c.noemer_marge) AS noemer_marge,
                       list(DISTINCT c.status) AS statussen,
                       list(l.deelnaam ORDER BY l.deelnaam) AS namen,
                       list(l.deelnaam ORDER BY l.deelnaam) FILTER (c.waarde IS NULL) AS ontbreekt,
                       string_agg(DISTINCT c.tabel, ', ') AS tabel,
                       CASE WHEN count(DISTINCT c.opmerking) = 1 AND count(c.opmerking) = count(*)
                            THEN any_value(c.opmerking) END AS opmerking, any_value(c.begrip) AS begrip
                FROM lid l
                LEFT JOIN eigen c
                  ON c.indicator = l.indicator AND c.gebied = l.deel AND c.reeks = l.reeks
                 AND c.bron = l.bron AND c.periode = l.periode AND c.kenmerk = l.kenmerk
                 AND c.categorie = l.categorie
                GROUP BY ALL
            ), gemeten AS (
                SELECT *, list_extract($factors, list_position($ratios, indicator)) AS factor FROM som
            ), waarde AS (
                SELECT *,
                       CASE WHEN ontbreekt IS NOT NULL THEN NULL
                            WHEN factor IS NULL THEN teller
                            WHEN noemer > 0 THEN factor * teller::DOUBLE / noemer::DOUBLE
                       END AS uitkomst
                FROM gemeten
            )
            SELECT w.indicator, w.geheel AS gebied, g.naam, $samenstelling AS samenstelling,
                   w.leden, w.periode, w.soort, w.begin, w.einde, w.kenmerk, w.categorie,
                   round(w.uitkomst, 4)::DECIMAL(18, 4) AS waarde,
                   CASE WHEN w.uitkomst IS NULL THEN NULL
                        WHEN w.factor IS NULL THEN w.teller_marge
                        ELSE round((w.teller_marge::DOUBLE * w.factor
                                    + w.noemer_marge::DOUBLE * w.uitkomst) / w.noemer::DOUBLE, 4)
                   END::DECIMAL(18, 4) AS marge,
                   w.teller::DECIMAL(18, 4) AS teller, w.noemer::DECIMAL(18, 4) AS noemer,
                   CASE WHEN len(w.ontbreekt) = w.leden AND len(w.statussen) = 1
                            THEN coalesce(w.statussen[1], 'niet gepubliceerd')
                        WHEN w.ontbreekt IS NOT NULL THEN 'onvolledig'
                        WHEN list_contains(w.statussen, 'herhaald') THEN 'herhaald'
                        WHEN list_contains(w.statussen, 'voorlopig') THEN 'voorlopig'
                        WHEN list_contains(w.statussen, 'nader voorlopig') THEN 'nader voorlopig'
                        ELSE 'berekend' END AS status,
                   $voorkeur::BIGINT AS voorkeur, coalesce(w.begrip, '') AS begrip,
                   w.reeks, coalesce(w.tabel, w.reeks) AS tabel, w.bron,
                   'som van ' || w.leden || CASE WHEN w.leden = 1 THEN ' gemeente' ELSE ' gemeenten' END
                       || CASE WHEN w.leden <= 20 THEN ': ' || array_to_string(w.namen, ', ') ELSE '' END
                       AS vindplaats,
                   concat_ws('. ', w.opmerking,
                       CASE WHEN w.ontbreekt IS NOT NULL
                           THEN 'Ontbreekt: ' || array_to_string(w.ontbreekt, ', ') END) AS opmerking
            FROM waarde w JOIN gebied g ON g.gebied = w.geheel
        """
        return self._ask(
            question,
            then,
            **choices,
            samenstelling=samenstelling,
            peildag=peildag,
            ratios=list(FACTORS),
            factors=list(FACTORS.values()),
            voorkeur=ADDED_UP,
            ooit=LAST_DAY,
        )

    def publications(self) -> pl.DataFrame:
        """The moments on which other figures came into force: `nr, build, moment, dag`, oldest first."""
        return moments(self._history.publications())

    def publication(self, when: date | str) -> Publication | None:
        """What was in force at the end of a day, or in a build by its name; None where nobody knows.

        A build that was shown twice, by going back, is the same both times.
        """
        known = self._history.publications()
        if isinstance(when, str):
            return next((each for each in reversed(known) if each.build == when), None)
        return next((each for each in reversed(known) if each.day <= when), None)

    def as_it_was(
        self,
        when: date | str,
        indicator: str,
        gebieden: Sequence[str],
        *,
        samenstelling: str = AS_IT_WAS,
        begin: date = FIRST_DAY,
        einde: date = LAST_DAY,
        per: Sequence[str] = (),
    ) -> dy.DataFrame[Cijfer]:
        """Figures as `figures` gave them at the end of a day, or in a build by its name.

        Sums are made of the gemeenten as they stood then, of those that belonged as we knew it then;
        "huidig" is that day. Names of areas and the factor of a ratio are today's. No rows where
        nobody knows what was in force.
        """
        publication = self.publication(when)
        if publication is None:
            return Cijfer.create_empty()
        peildag = reference_day(samenstelling)
        if samenstelling == PRESENT:
            peildag = publication.day if isinstance(when, str) else when
        then = {
            "cijfer": self._history.figures(publication, pl.col("indicator") == indicator),
            "lidmaatschap": self._history.stays(publication),
        }
        return self._figures(
            indicator,
            gebieden,
            samenstelling,
            peildag,
            begin=begin,
            einde=einde,
            per=per,
            then=then,
        )

    def revisions(self, indicator: str, gebied: str, periode: str) -> pl.DataFrame:
        """Every value that published figures of one area and period had, oldest first.

        One row a version of a reeks and a categorie: what makes a figure, `waarde, marge, status,
        strijdig, tabel, vindplaats, opmerking`, `verandering, reden, toelichting`, and from when to
        when it stood: `vanaf, vanaf_build, tot, tot_build`; the last two are null for what stands
        now. A figure that is gone is a version with status `verdwenen`.
        """
        question = """
            WITH gezien AS (
                SELECT * FROM verloop WHERE verandering != 'herkomst'
            ), versie AS (
                SELECT v.*, m.moment AS vanaf, m.build AS vanaf_build,
                       lead(v.nr) OVER (
                           PARTITION BY v.reeks, v.bron, v.kenmerk, v.categorie ORDER BY v.nr
                       ) AS volgende
                FROM gezien v JOIN publicatie m USING (nr)
            )
            SELECT v.indicator, v.reeks, v.bron, v.gebied, v.periode, v.kenmerk, v.categorie,
                   v.waarde, v.marge, v.status, v.strijdig, v.tabel, v.vindplaats, v.opmerking,
                   v.verandering, v.reden, v.toelichting,
                   v.vanaf, v.vanaf_build, m.moment AS tot, m.build AS tot_build
            FROM versie v LEFT JOIN publicatie m ON m.nr = v.volgende
            ORDER BY v.kenmerk, v.categorie, v.reeks, v.bron, v.nr
        """
        known = self._history.publications()
        one = {"indicator": indicator, "gebied": gebied, "periode": periode}
        rows = self._history.entered(known, *(pl.col(name) == each for name, each in one.items()))
        return self._ask(question, {"verloop": rows, "publicatie": moments(known)})

    def earlier(
        self,
        indicator: str,
        gebied: str,
        periode: str,
        *,
        samenstelling: str = AS_IT_WAS,
        per: Sequence[str] = (),
        categorie: Sequence[str] = (),
    ) -> pl.DataFrame:
        """Every value that a figure showed, also a sum of gemeenten, oldest first.

        Rows of `Cijfer`, each the chosen figure of that time, with `vanaf, vanaf_build, tot,
        tot_build` as `revisions` has them, and `redenen`: why what it is made of changed.
        """
        question = """
            SELECT nr, list(DISTINCT reden ORDER BY reden) AS redenen
            FROM verloop WHERE verandering != 'herkomst' GROUP BY nr
        """
        known = self._history.publications()
        parts = [gebied, *self.members(gebied, AS_IT_WAS)]
        touched = self._history.entered(
            known,
            pl.col("indicator") == indicator,
            pl.col("gebied").is_in(parts),
            pl.col("periode") == periode,
        )
        why = dict(self._ask(question, {"verloop": touched}).iter_rows())
        stays = {each.nr for each, before in zip(known[1:], known, strict=False)
                 if each.lidmaatschap != before.lidmaatschap}  # fmt: skip
        period = Period.parse(periode)
        versions: list[dict[str, Any]] = []
        for each in known:
            if each.nr not in why and each.nr not in stays:
                continue
            found = self.as_it_was(
                each.build,
                indicator,
                [gebied],
                samenstelling=samenstelling,
                per=per,
                begin=period.begin,
                einde=period.einde,
            ).filter(
                pl.col("gekozen"),
                pl.col("periode") == periode,
                pl.col("categorie") == list(categorie),
            )
            row = found.row(0, named=True) if found.height else None
            shown = [None if row is None else row[name] for name in SHOWN]
            if versions and shown == [versions[-1][name] for name in SHOWN]:
                continue
            (moment,) = moments([each])["moment"]
            if versions:
                versions[-1] |= {"tot": moment, "tot_build": each.build}
            elif row is None:
                continue
            reasons = why.get(each.nr, ["definitie"])
            versions.append({**(row or dict.fromkeys(Cijfer.column_names())), "redenen": reasons,
                             "vanaf": moment, "vanaf_build": each.build, "tot": None,
                             "tot_build": None})  # fmt: skip
        schema = Cijfer.create_empty().schema
        return pl.DataFrame(versions, schema={**schema, **VERSION})

    def changes(self, since: date | None = None, bron: str | None = None) -> pl.DataFrame:
        """What readers saw change, the latest first, from a day on and of one source or all.

        One row a figure and publication: `dag, moment, build`, what makes a figure, `naam` of its
        area, `soort, begin, einde`, `was_waarde, was_marge, was_status, was_strijdig`, `waarde,
        marge, status, strijdig`, `verandering, reden, toelichting`, `tabel, vindplaats`.
        """
        question = """
            SELECT m.dag, m.moment, m.build,
                   v.indicator, v.reeks, v.bron, v.gebied, coalesce(g.naam, v.gebied) AS naam,
                   v.periode, v.kenmerk, v.categorie, v.soort, v.begin, v.einde,
                   v.was_waarde, v.was_marge, v.was_status, v.was_strijdig,
                   v.waarde, v.marge, v.status, v.strijdig,
                   v.verandering, v.reden, v.toelichting, v.tabel, v.vindplaats
            FROM verloop v JOIN publicatie m USING (nr) LEFT JOIN gebied g USING (gebied)
            ORDER BY v.nr DESC, v.bron, v.indicator, v.einde DESC, v.gebied, v.kenmerk, v.categorie
        """
        known = [
            each for each in self._history.publications() if since is None or each.day >= since
        ]
        where = [~pl.col("verandering").is_in(list(UNSEEN))]
        if bron is not None:
            where.append(pl.col("bron") == bron)
        rows = self._history.entered(known, *where)
        return self._ask(question, {"verloop": rows, "publicatie": moments(known)})

    def changes_by_day(self, since: date | None = None) -> pl.DataFrame:
        """How much readers saw change per day and source, the latest first.

        `dag, moment, bron, verandering, reden, aantal, laatste`: the last of the periods.
        """
        question = """
            SELECT m.dag, max(m.moment) AS moment, v.bron, v.verandering, v.reden,
                   count(*) AS aantal, max_by(v.periode, v.einde) AS laatste
            FROM verloop v JOIN publicatie m USING (nr)
            GROUP BY ALL ORDER BY m.dag DESC, v.bron, aantal DESC, v.verandering, v.reden
        """
        known = [
            each for each in self._history.publications() if since is None or each.day >= since
        ]
        rows = self._history.entered(known, ~pl.col("verandering").is_in(list(UNSEEN)))
        return self._ask(question, {"verloop": rows, "publicatie": moments(known)})


def _as_cijfers(rows: pl.DataFrame) -> dy.DataFrame[Cijfer]:
    """Mark disputes and choose; a figure for another composition than asked is no dispute.

    What measures something else under this name is chosen only where nothing else is.
    """
    alone = pl.struct(*SAME_FIGURE).is_unique()
    one, several = rows.filter(alone), rows.filter(alone.not_())
    figures = (
        pl.concat([_undisputed(one), _weighed(several)])
        .with_columns(pl.col("opmerking").replace("", None))
        .sort(
            "indicator",
            "gebied",
            "begin",
            "einde",
            "categorie",
            pl.col("gekozen").not_(),
            "voorkeur",
        )
        .select(Cijfer.column_names())
    )
    return Cijfer.cast(figures)


def _undisputed(rows: pl.DataFrame) -> pl.DataFrame:
    """Choose each figure that stands alone; only its own source can contradict it."""
    return rows.with_columns(
        gekozen=pl.lit(value=True),
        strijdig=(pl.col("status") == CONTRADICTED) & pl.col("waarde").is_not_null(),
    )


def _weighed(rows: pl.DataFrame) -> pl.DataFrame:
    """Choose one of several figures, and mark those that contradict it."""
    if rows.is_empty():
        # Most questions get here, and working this out for no rows takes as long as for a thousand.
        return _undisputed(rows)
    asked = pl.col("leden").filter(pl.col("voorkeur") == ADDED_UP).max().over(SAME_FIGURE)
    lowest, highest = interval()
    chosen = pl.col("gekozen")
    return (
        mark_disputes(
            rows.with_columns(elders=(pl.col("leden") != asked).fill_null(value=False)),
            "elders",
            "begrip",
        )
        .with_columns(
            gekozen=pl.struct(
                pl.col("waarde").is_null(), pl.col("begrip") != "", "elders", "voorkeur"
            )
            .rank("ordinal")
            .over(SAME_FIGURE)
            == 1,
        )
        .with_columns(
            # What confirms the chosen figure is in no dispute with it, whatever a third one says.
            bevestigt=(
                (lowest <= highest.filter(chosen).first().over(SAME_FIGURE))
                & (highest >= lowest.filter(chosen).first().over(SAME_FIGURE))
                & chosen.not_()
            ).fill_null(value=False)
        )
        .with_columns(strijdig=pl.col("strijdig") & pl.col("bevestigt").not_())
        .select(*rows.columns, "gekozen", "strijdig")
    )


_opened: dict[Path, Warehouse] = {}
_opening = threading.Lock()


def open_current(folder: DataFolder) -> Warehouse:
    """Open the current build, or hand out the one that is open already.

    A build that is no longer current stays open until its last session lets go of it.
    """
    with _opening:
        # Under the lock: who waited for it must not bring back a build that was replaced meanwhile.
        while (path := folder.current()) not in _opened:
            try:
                opened = Warehouse(path)
            except duckdb.IOException:
                if path.exists():
                    raise
                continue  # It was superseded and removed just now.
            for superseded in [each for each in _opened if each.parent == path.parent]:
                del _opened[superseded]
            _opened[path] = opened
        return _opened[path]
