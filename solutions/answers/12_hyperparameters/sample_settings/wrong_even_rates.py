# misconception: the learning rate drawn evenly between its ends
# loses: Learning rates are log-uniform
# says: drawn evenly
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        settings.append(
            {
                "learning_rate": generator.uniform(1e-4, 1),
                "units": int(generator.integers(16, 128, endpoint=True)),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
