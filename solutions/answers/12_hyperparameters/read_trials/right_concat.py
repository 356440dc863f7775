# style: one small table for each trial, joined
def read_trials(trials):
    parts = []
    for trial in trials:
        if "COMPLETED" in str(trial.status):
            part = pd.Series(trial.hyperparameters.values, dtype=float)
            part["score"] = trial.score
            parts.append(part.to_frame().T)
    return pd.concat(parts).nlargest(len(parts), "score")
