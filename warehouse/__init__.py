"""What is known: areas, indicators, tables, the one writer and the one reader."""
