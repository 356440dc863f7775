# misconception: a list of dicts in place of a data frame
# loses: Each trial's values beside its score; The best one first; Completed trials only
# says: data frame
def read_trials(trials):
    rows = [
        {**trial.hyperparameters.values, "score": trial.score}
        for trial in trials
        if trial.status == "COMPLETED"
    ]
    return sorted(rows, key=lambda row: -row["score"])
