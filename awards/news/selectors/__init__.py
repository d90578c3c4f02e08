"""What people are told: the register of kinds, and what one person has been told."""
