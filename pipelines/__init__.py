"""What comes in: sources, contracts, fetch and intake, ending in a published warehouse."""
