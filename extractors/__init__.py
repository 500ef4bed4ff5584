"""The rules: one module per kind of fact, with its word lists beside it."""
