"""Testing retrieval and answers with pytest: `*.questions.yaml` files, fixtures, figures and a
baseline. Loaded by pytest through the entry point `footing`; see docs/testing.md."""
