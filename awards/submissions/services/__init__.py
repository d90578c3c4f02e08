"""What is done with a submission."""
