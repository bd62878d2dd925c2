"""Four modules written by hand, one for each kind, with the interface that generated modules have."""
