"""The story of the record: headline, sentences, and the tables of single notebook cells."""
