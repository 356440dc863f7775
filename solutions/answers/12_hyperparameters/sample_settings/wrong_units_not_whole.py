# misconception: units that are no whole numbers
# loses: Units from 16 to 128
# says: not all of them whole
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": 10 ** generator.uniform(-4, 0),
                "units": generator.uniform(16, 128),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
