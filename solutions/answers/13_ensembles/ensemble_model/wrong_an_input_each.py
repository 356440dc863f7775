# misconception: an input for each member
# loses: One input, of the members' shape
# says: an input for each member
def ensemble_model(members):
    inputs, outputs = [], []
    for number, member in enumerate(members):
        member.name = f"member_{number}"
        inputs.append(keras.Input(member.input_shape[1:]))
        outputs.append(member(inputs[-1]))
    return keras.Model(inputs, keras.layers.Average()(outputs))
