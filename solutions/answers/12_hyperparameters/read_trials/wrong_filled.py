# misconception: empty places filled with 0
# loses: Each trial's values beside its score
# says: stays empty
def read_trials(trials):
    rows = [
        {**trial.hyperparameters.values, "score": trial.score}
        for trial in trials
        if trial.status == "COMPLETED"
    ]
    return pd.DataFrame(rows).fillna(0).sort_values("score", ascending=False)
