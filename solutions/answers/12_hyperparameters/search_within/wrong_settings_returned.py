# misconception: the settings returned, not their results
# loses: Each training that began counts, in order
# says: what `train` gave
def search_within(settings, train, clock, seconds):
    begun = clock()
    results = []
    for setting in settings:
        if clock() - begun >= seconds:
            break
        train(setting)
        results.append(setting)
    return results
