"""Proof of the hidden checks: right answers pass, wrong ones are named, mutants are caught."""
