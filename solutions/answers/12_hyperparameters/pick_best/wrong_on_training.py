# misconception: the training data decide
# loses: Chosen on validation data
# says: rewards memorizing
def pick_best(trials):
    whole = [t for t in trials if not math.isnan(t["accuracy"])]
    chosen = max(whole, key=lambda t: t["accuracy"])
    return chosen["learning_rate"], chosen["test_accuracy"]
