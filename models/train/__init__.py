"""Training of the models shipped in `models/`; one script a model, run by hand, never imported."""
