"""The choices of a reader, on a page of their own: what is offered, kept, and given back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.choices import Choices
from tests.dashboard.conftest import PublishDrawn
from tests.dashboard.test_answers import BIJSTAND
from warehouse.builds import DataFolder
from warehouse.indicator import Indicator
from warehouse.periods import Period


class Page:
    """A page that does nothing but let a reader choose, and keeps what is given."""

    def __init__(self, **link: str) -> None:
        self.last_year = 2026
        self.kinds: Sequence[str] = ()
        self.moments: Sequence[Period] = ()
        self.available: frozenset[str] | None = None
        self.choices: Choices | None = None
        self.kind: str | None = None
        self.moment: Period | None = None
        self.indicator: Indicator | None = None
        self.shown = AppTest.from_function(_script, args=(self,), default_timeout=30)
        self.shown.query_params = dict(link)

    def run(self) -> Page:
        self.shown.run()
        assert not self.shown.exception
        return self

    def script(self) -> None:
        from dashboard import choices as asking

        self.choices = asking.choose(self.last_year)
        if self.available is not None:
            self.indicator = asking.choose_indicator(
                "arbeidsmarkt/gemeenten", "bijstand_per_1000", self.available
            )
            asking.say_what_gave_way(self.indicator, "niet beschikbaar op dit niveau (gemeente)")
        self.kind = asking.choose_kind(self.kinds)
        self.moment = asking.choose_moment(self.moments)


def _script(page) -> None:  # type: ignore[no-untyped-def]
    # AppTest runs this text as a script, which knows no names of this module.
    page.script()


@pytest.fixture
def page(monitor_data: DataFolder) -> Page:
    assert monitor_data.current().exists()
    return Page()


def test_a_first_visit_is_the_region_as_it_was_from_2015_on(page: Page) -> None:
    assert page.run().choices == Choices("AM06", (), "2021", "zoals-toen", 2015, 2026)
    assert page.shown.query_params == {}


def test_an_area_is_not_compared_with_itself(page: Page) -> None:
    page.run().shown.multiselect(key="vergelijk").set_value(["GM0301", "GM0200"])
    page.run().shown.selectbox(key="gebied").set_value("GM0200")
    page.run()
    assert page.choices is not None
    assert "GM0200" not in page.shown.multiselect(key="vergelijk").options
    assert page.run().choices == Choices("GM0200", ("GM0301",), "2021", "zoals-toen", 2015, 2026)


def test_subregios_are_those_of_the_chosen_definition(page: Page) -> None:
    assert page.run().shown.selectbox(key="gebied").options[1:3] == [
        "Subregio Noordwest Veluwe",
        "Subregio Stedendriehoek",
    ]
    page.shown.button_group(key="indeling").set_value("2017")
    assert page.run().shown.selectbox(key="gebied").options[1:3] == [
        "Subregio Apeldoorn",
        "Subregio Deventer",
    ]


def test_a_definition_that_is_clicked_away_is_the_latest(page: Page) -> None:
    page.run().shown.button_group(key="indeling").set_value(None)
    assert page.run().choices == Choices("AM06", (), "2021", "zoals-toen", 2015, 2026)


def test_years_after_the_last_figure_are_not_kept(page: Page) -> None:
    page.run()
    page.last_year = 2022
    assert page.run().choices == Choices("AM06", (), "2021", "zoals-toen", 2015, 2022)


@pytest.mark.parametrize(
    ("kinds", "offered", "given"),
    [
        ((), None, None),
        (("jaar",), None, "jaar"),
        (("dag", "jaar"), ["Peildatum", "Jaar"], "dag"),
        (("jaar", "kwartaal", "maand"), ["Jaar", "Kwartaal", "Maand"], "jaar"),
    ],
)
def test_kinds_of_period_are_a_choice_when_there_is_one(
    kinds: tuple[str, ...], offered: list[str] | None, given: str | None, page: Page
) -> None:
    page.kinds = kinds
    page.run()
    assert page.kind == given
    groups = {each.key: each.options for each in page.shown.button_group}
    assert groups.get("per") == (offered and [f":gray[{each}]" for each in offered])


def test_a_kind_that_is_clicked_away_is_the_first(page: Page) -> None:
    page.kinds = ("jaar", "maand")
    page.run().shown.button_group(key="per").set_value("maand")
    assert page.run().kind == "maand"
    assert page.shown.query_params == {"per": "maand"}
    page.shown.button_group(key="per").set_value(None)
    assert page.run().kind == "jaar"


def test_a_kind_that_is_gone_gives_way_to_the_first(page: Page) -> None:
    page.kinds = ("jaar", "maand")
    page.run().shown.button_group(key="per").set_value("maand")
    page.run()
    page.kinds = ("dag", "jaar")
    assert page.run().kind == "dag"


def test_moments_are_spoken_and_open_on_the_first(page: Page) -> None:
    page.moments = (Period.parse("2021-12-31"), Period.parse("2020-12-31"))
    assert page.run().moment == Period.parse("2021-12-31")
    box = page.shown.selectbox(key="moment")
    assert box.options == ["31 december 2021", "31 december 2020"]
    box.set_value("2020-12-31")
    assert page.run().moment == Period.parse("2020-12-31")
    assert page.shown.query_params == {"moment": "2020-12-31"}


def test_a_moment_that_is_gone_gives_way_and_is_told(page: Page) -> None:
    page.moments = (Period.parse("2021-12-31"),)
    page.run()
    page.moments = (Period.parse("2026-01-01"),)
    assert page.run().moment == Period.parse("2026-01-01")
    assert "Van 31 december 2021 is er hier geen cijfer." in [
        each.value for each in page.shown.caption
    ]
    assert "Van 31" not in " ".join(each.value for each in page.run().shown.caption)


def test_no_moments_are_no_choice(page: Page) -> None:
    assert page.run().moment is None


def test_an_indicator_that_is_not_available_gives_way_and_comes_back(page: Page) -> None:
    page.available = frozenset({"bijstand_per_1000", "inwoners"})
    page.run().shown.selectbox(key="indicator").set_value("inwoners")
    page.run()
    assert page.indicator is not None
    assert (page.indicator.id, page.shown.query_params) == ("inwoners", {"indicator": "inwoners"})
    page.available = frozenset({"bijstand_per_1000"})
    page.run()
    assert page.indicator.id == "bijstand_per_1000"
    assert [each.value for each in page.shown.info] == [
        "Inwoners: niet beschikbaar op dit niveau (gemeente). U ziet nu Bijstand per 1.000 inwoners."
    ]
    page.available = frozenset({"bijstand_per_1000", "inwoners"})
    page.run()
    assert page.indicator.id == "inwoners"
    assert len(page.shown.info) == 0


def test_a_link_may_name_more_than_can_be_compared(monitor_data: DataFolder) -> None:
    assert monitor_data.current().exists()
    page = Page(vergelijk="Epe,Ermelo,Heerde,Lochem,Voorst").run()
    assert page.choices is not None
    assert page.choices.vergelijk == ("GM0232", "GM0233", "GM0246", "GM0262")
    assert "vergelijking met `Voorst` (er passen er 4)" in page.shown.warning[0].value


def test_the_region_is_whatever_the_rows_say(publish_drawn: PublishDrawn) -> None:
    publish_drawn(BIJSTAND)
    page = Page(gebied="Heerde").run()
    assert page.shown.selectbox(key="gebied").options == [
        "Regio Veluwe Stedendriehoek",
        "Subregio SR2021-stedendriehoek",
        "Subregio SR2021-veluwe",
        "Apeldoorn",
        "Heerde",
        "Zutphen",
        "Elburg (in de regio tot 2022)",
    ]
    assert page.choices is not None
    assert page.choices.gebied == "GM0246"
