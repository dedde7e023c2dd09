"""Reported counts of prisoner exchanges as one dated series with proven bounds, and its cadence."""
