"""Pages of an entrant's submission."""
