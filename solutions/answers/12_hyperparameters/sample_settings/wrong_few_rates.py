# misconception: a list of rates in place of a range
# loses: Learning rates are log-uniform
# says: are a grid
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": float(generator.choice([1e-4, 1e-3, 1e-2, 1e-1, 1.0])),
                "units": int(generator.integers(16, 128, endpoint=True)),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
