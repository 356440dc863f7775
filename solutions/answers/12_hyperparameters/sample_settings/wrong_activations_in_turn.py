# misconception: activations taken in turn, not drawn
# loses: Each value drawn independently
# says: regular order
def sample_settings(count, seed):
    generator = np.random.default_rng(seed)
    return [
        {
            "learning_rate": 10 ** generator.uniform(-4, 0),
            "units": int(generator.integers(16, 129)),
            "activation": ["relu", "tanh"][number % 2],
        }
        for number in range(count)
    ]
