"""Score runs: propose, compute, apply, discard."""
