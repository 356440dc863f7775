# misconception: time counted from 0, not from the beginning of the search
# loses: Time is counted from the beginning of the search
# says: only differences
def search_within(settings, train, clock, seconds):
    results = []
    for setting in settings:
        if clock() >= seconds:
            break
        results.append(train(setting))
    return results
