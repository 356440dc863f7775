# misconception: only every sixteenth number of units
# loses: Units from 16 to 128
# says: equally likely
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": 10 ** generator.uniform(-4, 0),
                "units": int(generator.choice(np.arange(16, 129, 16))),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
