"""The demo world: an invented corner of Finnish vocational education, made anew relative to a given day."""
