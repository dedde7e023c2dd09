"""How far the methods can be trusted: levels, coverage and power on simulated histories."""
