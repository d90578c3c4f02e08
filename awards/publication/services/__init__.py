"""Publications: freeze, sign off by two people, publish, correct."""
