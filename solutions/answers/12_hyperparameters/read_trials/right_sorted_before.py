# style: sorted before the table is made, status by its constant
def read_trials(trials):
    wanted = keras_tuner.engine.trial.TrialStatus.COMPLETED
    rows = []
    for trial in sorted((t for t in trials if t.status == wanted), key=lambda t: -t.score):
        row = dict(trial.hyperparameters.values)
        row["score"] = trial.score
        rows.append(row)
    return pd.DataFrame(rows)
