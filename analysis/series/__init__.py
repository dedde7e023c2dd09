"""The dated series: best history, days and months, one row an exchange, derived tables."""
