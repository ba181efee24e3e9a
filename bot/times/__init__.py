"""What texts say of time: expressions → days, and a claim's time against a sentence's."""
