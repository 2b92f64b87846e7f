"""How fast and how big, measured, against budgets: `python -m benchmarks` or `make bench`."""
