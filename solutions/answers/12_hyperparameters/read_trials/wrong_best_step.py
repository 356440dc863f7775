# misconception: the best epoch taken for the score
# loses: Each trial's values beside its score
# says: in one row
def read_trials(trials):
    rows = [
        {**trial.hyperparameters.values, "score": trial.best_step}
        for trial in trials
        if trial.status == "COMPLETED"
    ]
    return pd.DataFrame(rows).sort_values("score", ascending=False)
