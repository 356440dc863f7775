# style: the score as a column of its own, columns in another order
def read_trials(trials):
    completed = [trial for trial in trials if trial.status == "COMPLETED"]
    table = pd.DataFrame([trial.hyperparameters.values for trial in completed])
    table.insert(0, "score", [trial.score for trial in completed])
    return table.sort_values(by="score", ascending=False).reset_index(drop=True)
