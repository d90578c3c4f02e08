"""Questions about papers: which hold, what a code stands for."""
