"""What the page on social return asks, draws and shows."""
