"""Questions about score runs: their frozen input, their results, how two of them differ."""
