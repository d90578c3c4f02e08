"""Papers that leave the house after a result is final: certificates, letters, the press book. Read no draft, ever."""
