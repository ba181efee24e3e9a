"""Side-by-side measurements, each one command; none of them is a test."""
