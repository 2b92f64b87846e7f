"""A source that partners fill themselves: any number of deliveries, perhaps none yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines import areas
from pipelines.areas import Areas
from pipelines.delivery import Delivery
from pipelines.intake import store
from pipelines.source import NOTHING, Instead, Source


@dataclass(frozen=True, kw_only=True)
class HandedIn(Source):
    """A source of deliveries of some kinds (`Stored.id`), which count as the intake laid them down."""

    kinds: tuple[str, ...]
    folders: tuple[str, ...] = (store.FOLDER,)
    handed_in: bool = True

    def deliveries(self, raw: Path, _: Instead = NOTHING) -> list[Delivery]:
        return [each for kind in self.kinds for each in store.deliveries(raw, kind)]

    def verified(self, raw: Path) -> tuple[list[Delivery], Areas]:
        """Give the deliveries, each as it was laid down, with the areas that they are about.

        Raises DeliveryError where one was changed, or where invented and real ones meet.
        """
        found = self.deliveries(raw)
        store.require_unmixed(raw, found)
        for delivery in found:
            delivery.verify()
        return found, areas.read(Delivery.open(raw / "gebieden"))
