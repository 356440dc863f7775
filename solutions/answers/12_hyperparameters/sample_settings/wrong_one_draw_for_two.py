# misconception: one random number serves for rate and units
# loses: Each value drawn independently
# says: served for two
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    settings = []
    for _ in range(count):
        share = generator.uniform()
        settings.append(
            {
                "learning_rate": 10 ** (4 * share - 4),
                "units": 16 + int(share * 113),
                "activation": str(generator.choice(["relu", "tanh"])),
            }
        )
    return settings
