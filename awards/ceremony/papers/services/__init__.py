"""Write papers: certificates in versions, never one over another."""
