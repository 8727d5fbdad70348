"""Makes the copy and keeps it true: which pools are due (`schedule.py`), who walks one
(`lease.py`), how (`walking.py`), and one worker's part of it all (`worker.py`)."""
