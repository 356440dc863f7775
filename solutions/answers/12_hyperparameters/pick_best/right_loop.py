# style: a loop that keeps the best so far
def pick_best(trials):
    best = None
    for trial in trials:
        score = trial["valid_accuracy"]
        if score != score:
            continue
        if best is None or score > best["valid_accuracy"]:
            best = trial
    return [best["learning_rate"], best["test_accuracy"]]
