# misconception: one member several times
# loses: The mean of the members
# says: one member alone
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    for number, member in enumerate(members):
        member.name = f"member_{number}"
    outputs = [members[0](inputs) for member in members]
    return keras.Model(inputs, keras.layers.Average()(outputs))
