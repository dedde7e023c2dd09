"""Who returned, both directions, who is held, what was sent: series by group and side."""
