# misconception: in the order in which they were tried
# loses: The best one first
# says: Sort by
def read_trials(trials):
    rows = [
        {**trial.hyperparameters.values, "score": trial.score}
        for trial in trials
        if trial.status == "COMPLETED"
    ]
    return pd.DataFrame(rows)
