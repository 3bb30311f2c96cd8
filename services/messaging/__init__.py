"""What people are told: an outbox written with the facts, and a sender with three delivery promises."""
