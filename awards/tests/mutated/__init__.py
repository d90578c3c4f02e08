"""Good files, damaged from seeds, and their way through the doors in processes of their own."""
