# style: itertools.takewhile
def search_within(settings, train, clock, seconds):
    begun = clock()
    in_time = itertools.takewhile(lambda _: clock() - begun < seconds, settings)
    return [train(setting) for setting in in_time]
