"""The overview: every theme on one screen and one sheet of paper."""
