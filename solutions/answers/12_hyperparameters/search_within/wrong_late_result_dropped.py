# misconception: the result of a training that ends too late thrown away
# loses: Each training that began counts, in order
# says: also when it ends later
def search_within(settings, train, clock, seconds):
    begun = clock()
    results = []
    for setting in settings:
        if clock() - begun >= seconds:
            break
        result = train(setting)
        if clock() - begun <= seconds:
            results.append(result)
    return results
