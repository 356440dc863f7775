# misconception: the same seed for each member: copies of one network
# loses: Other seeds, other weights
# says: copies of one network; the same seed
def make_members(seeds):
    members = []
    for seed in seeds:
        keras.utils.set_random_seed(0)
        members.append(build_network())
    return members
