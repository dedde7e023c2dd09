"""What follows from the reports: claims, the graph of constraints, contradictions, resolution."""
