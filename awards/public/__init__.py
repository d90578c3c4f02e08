"""Pages for everybody: how far the programme is, who contributes what, where the figures come from."""
