# misconception: nan not left out
# loses: A trial that broke is never chosen
# says: `nan`
def pick_best(trials):
    chosen = trials[0]
    for trial in trials[1:]:
        if not trial["valid_accuracy"] <= chosen["valid_accuracy"]:
            chosen = trial
    return chosen["learning_rate"], chosen["test_accuracy"]
