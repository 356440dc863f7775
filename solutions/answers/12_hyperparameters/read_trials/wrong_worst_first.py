# misconception: the lowest accuracy first
# loses: The best one first
# says: stands last
def read_trials(trials):
    rows = [
        {**trial.hyperparameters.values, "score": trial.score}
        for trial in trials
        if trial.status == "COMPLETED"
    ]
    return pd.DataFrame(rows).sort_values("score")
