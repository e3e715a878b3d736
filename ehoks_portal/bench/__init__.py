"""The benchmark, run by `./portal bench` in a database of its own (docs/benchmark.md is what it writes)."""
