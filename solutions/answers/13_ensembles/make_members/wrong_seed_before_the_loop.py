# misconception: one seed before the loop
# loses: A network depends on its seed alone
# says: for each member
def make_members(seeds):
    keras.utils.set_random_seed(seeds[0])
    return [build_network() for _ in seeds]
