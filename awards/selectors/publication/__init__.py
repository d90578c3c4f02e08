"""Questions about publications: what is public, what stands in the way, what is signed."""

from awards.selectors.publication.visibility import published, published_in

__all__ = ["published", "published_in"]
