# style: whole columns drawn first, NumPy numbers in the dicts
def sample_settings(count, seed):
    rng = np.random.default_rng(seed)
    rates = np.power(10.0, rng.uniform(-4.0, 0.0, count))
    units = rng.integers(16, 129, count)
    activations = rng.choice(["relu", "tanh"], count)
    return [
        {"learning_rate": rate, "units": unit, "activation": activation}
        for rate, unit, activation in zip(rates, units, activations)
    ]
