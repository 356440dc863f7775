# style: a data frame, whose idxmax skips nan
def pick_best(trials):
    table = pd.DataFrame(trials)
    best = table.loc[table["valid_accuracy"].idxmax()]
    return best["learning_rate"], best["test_accuracy"]
