"""Serve the regional tables and the boundaries, to try things by hand."""

from __future__ import annotations

import argparse
import threading

from tests.standin.faults import BY_NAME
from tests.standin.regional import regional_tables
from tests.standin.service import PAGE_ROWS, standing_in


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8901)
    parser.add_argument("--page-rows", type=int, default=PAGE_ROWS)
    parser.add_argument(
        "--fail",
        action="append",
        default=[],
        metavar="TABLE=FAULT",
        help=f"a table's id, ODataCatalog, pdok or '*'; a fault of: {', '.join(BY_NAME)}",
    )
    chosen = parser.parse_args()
    with standing_in(regional_tables(), page_rows=chosen.page_rows, port=chosen.port) as service:
        for each in chosen.fail:
            table, _, fault = each.partition("=")
            service.fail(table, BY_NAME[fault]())
        print(f"MONITOR_CBS_URL={service.address} MONITOR_PDOK_URL={service.address}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(service.requests)} requests, {service.most_at_once} at once at most")


if __name__ == "__main__":
    main()
