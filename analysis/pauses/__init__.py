"""Is a gap unusual, and when could one have known? Tests, the alarm, their levels."""
