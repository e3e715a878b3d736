"""Hand entry's forms: built from the contract's fields, read back into the wire's values (design 7)."""
