"""What the product writes to people: composed here, put into the outbox by services, sent by a job."""
