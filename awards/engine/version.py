"""Part of every digest: a change of arithmetic or of canonical text is a new version."""

from typing import Final

ENGINE_VERSION: Final = "1"
