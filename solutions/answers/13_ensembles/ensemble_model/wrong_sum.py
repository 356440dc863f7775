# misconception: a sum in place of a mean
# loses: The mean of the members
# says: the sum
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    for number, member in enumerate(members):
        member.name = f"member_{number}"
    outputs = [member(inputs) for member in members]
    return keras.Model(inputs, keras.layers.Add()(outputs))
