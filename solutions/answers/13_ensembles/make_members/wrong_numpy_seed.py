# misconception: NumPy's seed, which Keras does not use
# loses: A network depends on its seed alone
# says: set_random_seed
def make_members(seeds):
    members = []
    for seed in seeds:
        np.random.seed(seed)
        members.append(build_network())
    return members
