"""What grading costs here, measured side by side with plain nbgrader: `python -m benchmarks`."""
