"""What was said, by whom, when: the files, their checks, and what remains after judgements."""
