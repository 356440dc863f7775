# misconception: the seeds are not used
# loses: A network depends on its seed alone
# says: set_random_seed
def make_members(seeds):
    return [build_network() for seed in seeds]
