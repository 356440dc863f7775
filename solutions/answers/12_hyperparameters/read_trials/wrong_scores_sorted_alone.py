# misconception: the scores sorted alone, apart from their rows
# loses: Each trial's values beside its score
# says: in one row
def read_trials(trials):
    completed = [trial for trial in trials if trial.status == "COMPLETED"]
    table = pd.DataFrame([trial.hyperparameters.values for trial in completed])
    table["score"] = sorted([trial.score for trial in completed], reverse=True)
    return table
