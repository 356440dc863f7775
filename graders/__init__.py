"""Hidden checks of the course and the engine that runs them (teachers only)."""
