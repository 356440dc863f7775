# misconception: settings tried again when there are no more
# loses: It ends when there are no more settings
# says: more trainings than settings
def search_within(settings, train, clock, seconds):
    begun = clock()
    results = []
    while clock() - begun < seconds and len(results) < 50:
        results.append(train(settings[len(results) % len(settings)]))
    return results
