"""Public pages of editions, rankings, explanations and rulebooks."""
