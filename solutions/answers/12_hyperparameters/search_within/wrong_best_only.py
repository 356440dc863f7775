# misconception: the best result alone
# loses: Each training that began counts, in order
# says: a list of results
def search_within(settings, train, clock, seconds):
    begun = clock()
    results = []
    for setting in settings:
        if clock() - begun >= seconds:
            break
        results.append(train(setting))
    return max(results)
