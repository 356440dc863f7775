# misconception: the validation accuracy reported
# loses: The test accuracy of the chosen one is reported
# says: too good
def pick_best(trials):
    whole = [t for t in trials if not math.isnan(t["valid_accuracy"])]
    chosen = max(whole, key=lambda t: t["valid_accuracy"])
    return chosen["learning_rate"], chosen["valid_accuracy"]
