# style: nanargmax, and an array of two
def pick_best(trials):
    place = int(np.nanargmax([trial["valid_accuracy"] for trial in trials]))
    return np.array([trials[place]["learning_rate"], trials[place]["test_accuracy"]])
