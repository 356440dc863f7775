# misconception: the clock read after a training, for the one that has already begun
# loses: No training begins too late
# says: before each training
def search_within(settings, train, clock, seconds):
    begun = clock()
    results = []
    elapsed = 0
    for setting in settings:
        if elapsed >= seconds:
            break
        elapsed = clock() - begun
        results.append(train(setting))
    return results
