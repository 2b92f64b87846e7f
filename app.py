"""The dashboard: its pages by theme, the first one opened first."""

from dashboard.frame import open_dashboard

PAGES = {
    "Arbeidsmarkt": {
        "Regio en Nederland": "pages/arbeidsmarkt/regio_en_nederland.py",
        "Gemeenten": "pages/arbeidsmarkt/gemeenten.py",
    },
    "Dienstverlening": {
        "RMT-instroom": "pages/dienstverlening/rmt_instroom.py",
    },
    "Verantwoording": {
        "Bronnen en definities": "pages/verantwoording/bronnen.py",
    },
}

if __name__ == "__main__":
    open_dashboard(PAGES)
