# style: weights drawn by NumPy from the seed, as Keras draws them
def make_members(seeds):
    result = ()
    for seed in seeds:
        draw = np.random.default_rng(seed)
        network = build_network()
        weights = []
        for weight in network.get_weights():
            if weight.ndim == 2:
                limit = np.sqrt(6 / sum(weight.shape))
                weight = draw.uniform(-limit, limit, size=weight.shape)
            weights.append(weight)
        network.set_weights(weights)
        result += (network,)
    return result
