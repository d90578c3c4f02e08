"""The demo editions: real reference data, one published score sheet, and a seeded, marked rest."""
