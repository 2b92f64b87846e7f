"""The dashboard: its pages by theme, the first one opened first."""

import os

from dashboard.frame import open_dashboard

PAGES = {
    "Overzicht": {
        "Kerncijfers": "pages/overzicht/kerncijfers.py",
    },
    "Arbeidsmarkt": {
        "Regio en Nederland": "pages/arbeidsmarkt/regio_en_nederland.py",
        "Gemeenten": "pages/arbeidsmarkt/gemeenten.py",
        "Banenafspraak": "pages/arbeidsmarkt/banenafspraak.py",
    },
    "Dienstverlening": {
        "RMT-instroom": "pages/dienstverlening/rmt_instroom.py",
        "Social return": "pages/dienstverlening/social_return.py",
        "Instrumenten en bereik": "pages/dienstverlening/instrumenten.py",
    },
    "Verantwoording": {
        "Bronnen en definities": "pages/verantwoording/bronnen.py",
        "Gegevenskwaliteit": "pages/verantwoording/gegevenskwaliteit.py",
    },
    # Not in the list of pages: a passport is opened from its figure.
    "": {"Paspoort": "pages/verantwoording/paspoort.py"},
}
if os.environ.get("MONITOR_AANLEVEREN") == "1":
    # There is no login yet, so this page is only there where the monitor was started for stewards.
    PAGES["Verantwoording"]["Aanleveren"] = "pages/verantwoording/aanleveren.py"

if __name__ == "__main__":
    open_dashboard(PAGES)
