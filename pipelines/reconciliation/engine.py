"""Every rule at every build: what is found, what is known of it, since when, and what is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from pipelines import corrections, publicaties
from pipelines.corrections import KnownFinding
from pipelines.delivery import Delivery
from pipelines.reconciliation import figures as among_figures
from pipelines.reconciliation import judging, printed
from pipelines.reconciliation.finding import Finding, Rule, table
from pipelines.sources import SOURCES
from warehouse.findings import FINDINGS, State
from warehouse.indicator import Indicator

PRINTED = "publicaties"
BOTH_SHOWN = "beide cijfers staan er, één ervan gekozen"


def reconcile(
    raw: Path,
    figures: pl.DataFrame,
    checks: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    own: Mapping[str, str],
    day: date,
    before: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Give all findings as FINDINGS: in printed tables, among figures, and those that are solved.

    `own` names the areas that readers choose.

    `before` are the findings of the last build: one that is gone since is solved, and stays listed.
    """
    tables = printed.read(publicaties.read(Delivery.open(raw / PRINTED)))
    of_printed = [each.id for each in SOURCES.values() if PRINTED in each.folders]
    found = [
        *judging.known(printed.check(tables), tables),
        *known(
            among_figures.check(figures, checks, indicators, own, day, of_printed),
            corrections.known_findings(),
        ),
    ]
    return dated(table(found, day), before)


def dated(found: pl.DataFrame, before: pl.DataFrame | None) -> pl.DataFrame:
    """Keep since when each finding is known, and list those that were there before as solved."""
    if before is None:
        return found
    same = ["regel", "onderwerp"]
    there = before.filter(pl.col("staat") != State.OPGELOST)
    since = there.select(*same, pl.col("sinds").alias("eerder"))
    dates = found.join(since, on=same, how="left", maintain_order="left").with_columns(
        sinds=pl.min_horizontal("sinds", "eerder")
    )
    gone = before.join(found, on=same, how="anti").with_columns(staat=pl.lit(State.OPGELOST.value))
    return pl.concat([dates.select(FINDINGS.names()), gone.select(FINDINGS.names())])


def known(findings: Sequence[Finding], known: Sequence[KnownFinding]) -> list[Finding]:
    """Tell of each finding among figures whether the corrections file knows it, and why."""
    found = []
    for each in findings:
        judge = next(
            (
                one
                for one in known
                if one.rule == each.rule.value and each.subject.startswith(one.subject)
            ),
            None,
        )
        action = BOTH_SHOWN if each.rule is Rule.TWEE_BRONNEN else each.action
        found.append(
            replace(each, action=action)
            if judge is None
            else replace(each, state=State.BEKEND, reason=judge.why, action=action)
        )
    return found
