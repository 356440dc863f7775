# misconception: a training begun in the moment in which the time is over
# loses: No training begins too late
# says: or more
def search_within(settings, train, clock, seconds):
    begun = clock()
    results = []
    for setting in settings:
        if clock() - begun > seconds:
            break
        results.append(train(setting))
    return results
