# misconception: the best test accuracy of all reported
# loses: The test accuracy of the chosen one is reported
# says: of another network
def pick_best(trials):
    whole = [t for t in trials if not math.isnan(t["valid_accuracy"])]
    chosen = max(whole, key=lambda t: t["valid_accuracy"])
    return chosen["learning_rate"], max(t["test_accuracy"] for t in trials)
