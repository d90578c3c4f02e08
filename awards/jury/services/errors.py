"""The root of what the jury's services refuse; every message is Indonesian and says what to do next."""


class JuryError(Exception):
    """Nothing was changed."""
