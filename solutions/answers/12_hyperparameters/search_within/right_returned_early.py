# style: returns from inside the loop, numbers as plain floats, a tuple
def search_within(settings, train, clock, seconds):
    start = float(clock())
    done = ()
    for setting in settings:
        elapsed = float(clock()) - start
        if elapsed >= seconds:
            return done
        done = (*done, float(train(setting)))
    return done
