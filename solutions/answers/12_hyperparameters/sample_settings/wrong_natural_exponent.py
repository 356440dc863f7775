# misconception: e in place of 10 to the power of the exponent
# loses: Learning rates are log-uniform
# says: np.exp
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": float(np.exp(generator.uniform(-4, 0))),
                "units": int(generator.integers(16, 128, endpoint=True)),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
