"""A record's exchanges as events: definitions, histories, verdicts on pauses."""
