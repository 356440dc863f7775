# misconception: the test data decide
# loses: Chosen on validation data
# says: no test data any more
def pick_best(trials):
    whole = [t for t in trials if not math.isnan(t["valid_accuracy"])]
    chosen = max(whole, key=lambda t: t["test_accuracy"])
    return chosen["learning_rate"], chosen["test_accuracy"]
