"""Days and gaps alone: laws, tests, intervals; nothing here knows of a record."""
