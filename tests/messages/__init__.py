"""The list of messages: what the code can say, found by reading it, and explained for the people who are told."""
