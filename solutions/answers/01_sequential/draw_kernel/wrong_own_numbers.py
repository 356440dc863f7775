# misconception: numbers from a normal distribution, not Keras's
# loses: Drawn as Keras draws by default
# says: draws its kernel by itself
def draw_kernel(units, seed):
    return np.random.default_rng(seed).normal(size=(784, units))
