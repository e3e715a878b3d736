"""A country to measure on: any number of plans of learners who don't exist, filled in by COPY (docs/adr/0015)."""
