# style: a list comprehension with a helper
def seeded_network(seed):
    keras.utils.set_random_seed(seed)
    return build_network()


def make_members(seeds):
    return [seeded_network(seed) for seed in seeds]
