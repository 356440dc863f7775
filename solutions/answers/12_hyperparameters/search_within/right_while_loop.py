# style: a while loop over places
def search_within(settings, train, clock, seconds):
    end = clock() + seconds
    results, place = [], 0
    while place < len(settings) and clock() < end:
        results.append(train(settings[place]))
        place += 1
    return results
