"""Maximum likelihood from a written density: derived, proved, generated, fitted and verified."""
