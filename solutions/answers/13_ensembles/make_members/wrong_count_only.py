# misconception: as many as the largest seed
# loses: A network for each seed; Other seeds, other weights; A network depends on its seed alone
# says: One network for each seed
def make_members(seeds):
    members = []
    for seed in range(max(seeds)):
        keras.utils.set_random_seed(seed)
        members.append(build_network())
    return members
