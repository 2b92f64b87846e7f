"""What pages share: filters, charts, notes, numbers."""
