"""Exchanges as events in time: gaps, renewal models, rates, regimes, simulated histories."""
