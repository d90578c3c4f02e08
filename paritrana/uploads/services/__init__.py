"""The moves of an import: uploaded, checked, mended, applied or discarded."""
