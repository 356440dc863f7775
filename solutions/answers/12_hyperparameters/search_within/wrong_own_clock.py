# misconception: a clock of its own in place of the one given
# loses: No training begins too late
# says: Does it ask `clock`
def search_within(settings, train, clock, seconds):
    begun = time.monotonic()
    results = []
    for setting in settings:
        if time.monotonic() - begun >= seconds:
            break
        results.append(train(setting))
    return results
