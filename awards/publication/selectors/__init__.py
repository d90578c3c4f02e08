"""Questions about publications: what is public, what stands in the way, what is signed."""
