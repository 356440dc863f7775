# misconception: failed trials in the table
# loses: Completed trials only
# says: trial.status
def read_trials(trials):
    rows = [{**trial.hyperparameters.values, "score": trial.score} for trial in trials]
    return pd.DataFrame(rows).sort_values("score", ascending=False)
