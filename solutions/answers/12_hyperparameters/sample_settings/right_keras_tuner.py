# style: HyperParameters of KerasTuner that draw
def sample_settings(count, seed):
    hp = keras_tuner.HyperParameters()
    hp.Float("learning_rate", 1e-4, 1.0, sampling="log")
    hp.Int("units", 16, 128)
    hp.Choice("activation", ["relu", "tanh"])
    settings = []
    for number in range(count):
        settings.append(
            {
                one.name: one.random_sample(seed * 100_003 + 3 * number + place)
                for place, one in enumerate(hp.space)
            }
        )
    return settings
