# misconception: clones with the first network's weights
# loses: Other seeds, other weights; A network depends on its seed alone
# says: copies of one network
def make_members(seeds):
    keras.utils.set_random_seed(seeds[0])
    first = build_network()
    members = [first]
    for _ in seeds[1:]:
        other = keras.models.clone_model(first)
        other.set_weights(first.get_weights())
        members.append(other)
    return members
