# misconception: whoever has a score taken for completed
# loses: Completed trials only
# says: does not make it
def read_trials(trials):
    rows = [
        {**trial.hyperparameters.values, "score": trial.score} for trial in trials if trial.score is not None
    ]
    return pd.DataFrame(rows).sort_values("score", ascending=False)
