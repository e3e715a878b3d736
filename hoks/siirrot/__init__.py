"""The transfer log: written by the API, read by the transfer desk."""
