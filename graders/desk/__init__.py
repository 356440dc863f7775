"""The examiner's side of the learner's desk: the process that notebooks on this machine ask for verdicts."""
