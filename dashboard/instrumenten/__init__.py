"""What the page on instruments and reach asks, draws and shows."""
