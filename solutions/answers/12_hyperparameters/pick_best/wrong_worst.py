# misconception: the smallest taken for the best
# loses: Chosen on validation data
# says: the worst
def pick_best(trials):
    whole = [t for t in trials if not math.isnan(t["valid_accuracy"])]
    chosen = min(whole, key=lambda t: t["valid_accuracy"])
    return chosen["learning_rate"], chosen["test_accuracy"]
