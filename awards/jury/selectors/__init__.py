"""Questions about the jury that other stages ask."""
