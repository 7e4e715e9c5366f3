"""Plausible returns for demonstrations, tests and benchmarks: seeded, good ones and the usual mistakes."""
