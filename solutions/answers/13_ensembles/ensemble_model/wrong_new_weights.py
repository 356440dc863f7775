# misconception: clones without the members' weights
# loses: The mean of the members
# says: the weights that they came with
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    outputs = []
    for number, member in enumerate(members):
        copied = keras.models.clone_model(member)
        copied.name = f"member_{number}"
        outputs.append(copied(inputs))
    return keras.Model(inputs, keras.layers.Average()(outputs))
