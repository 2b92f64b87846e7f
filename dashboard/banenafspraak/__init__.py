"""What the page on the banenafspraak asks, draws and shows."""
