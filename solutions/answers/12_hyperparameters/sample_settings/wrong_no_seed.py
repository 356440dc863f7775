# misconception: no seed at all
# loses: The seed decides
# says: from `seed`
def sample_settings(count, seed):
    generator = np.random.default_rng()
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": 10 ** generator.uniform(-4, 0),
                "units": int(generator.integers(16, 128, endpoint=True)),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
