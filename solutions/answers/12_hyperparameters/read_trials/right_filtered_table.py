# style: a table of all, filtered afterwards
def read_trials(trials):
    table = pd.DataFrame([{"status": t.status, "score": t.score, **t.hyperparameters.values} for t in trials])
    table = table[table["status"] == "COMPLETED"].drop(columns="status")
    table["score"] = table["score"].astype(float)
    return table.sort_values("score")[::-1]
