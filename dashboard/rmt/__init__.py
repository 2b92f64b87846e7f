"""What the page on the Regionaal Mobiliteitsteam asks, draws and shows."""
