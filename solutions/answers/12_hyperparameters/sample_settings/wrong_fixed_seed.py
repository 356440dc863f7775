# misconception: the same seed whatever is asked for
# loses: The seed decides
# says: handed to the generator
def sample_settings(count, seed):
    generator = np.random.default_rng(0)
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
