"""What the papers look like: PDF and zip."""
