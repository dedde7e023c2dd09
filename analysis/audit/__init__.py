"""Do the figures fit together, and does a new one? Contradictions, totals, what they imply."""
