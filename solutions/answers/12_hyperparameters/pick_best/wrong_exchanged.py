# misconception: the two exchanged
# loses: Chosen on validation data; The test accuracy of the chosen one is reported; A trial that broke is never chosen
# says: learning rate comes first
def pick_best(trials):
    whole = [t for t in trials if not math.isnan(t["valid_accuracy"])]
    chosen = max(whole, key=lambda t: t["valid_accuracy"])
    return chosen["test_accuracy"], chosen["learning_rate"]
