# style: collected in a dict, in the order of the seeds
def make_members(seeds):
    networks = {}
    for seed in seeds:
        keras.utils.set_random_seed(int(seed))
        networks[seed] = build_network()
    return list(networks.values())
