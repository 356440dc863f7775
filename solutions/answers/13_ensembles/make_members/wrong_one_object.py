# misconception: one object several times in the list
# loses: Other seeds, other weights; A network depends on its seed alone
# says: the same object
def make_members(seeds):
    keras.utils.set_random_seed(seeds[0])
    return [build_network()] * len(seeds)
