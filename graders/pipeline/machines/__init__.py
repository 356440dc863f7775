"""Grading on many machines, by Dask: nothing here is imported where one machine does.

A submission travels to a worker as bytes, and what came of it travels back as bytes (`parcels.py`). A worker
runs one function of the course's, `remote.grade_parcel`; `schedule.py` decides which worker gets what.
"""
