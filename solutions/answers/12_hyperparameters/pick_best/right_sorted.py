# style: sorted, with nan as the lowest
def pick_best(trials):
    def quality(trial):
        return float(np.nan_to_num(trial["valid_accuracy"], nan=-1.0))

    first = sorted(trials, key=quality, reverse=True)[0]
    return first["learning_rate"], first["test_accuracy"]
