# misconception: the upper end left out
# loses: Units from 16 to 128
# says: upper end
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": 10 ** generator.uniform(-4, 0),
                "units": int(generator.integers(16, 128)),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
