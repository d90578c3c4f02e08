"""How firmly a run's ranking stands: questions to the engine, answered in names, kept as one report."""
