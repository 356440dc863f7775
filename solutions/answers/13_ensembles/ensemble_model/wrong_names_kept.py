# misconception: members with equal names
# loses: Members with equal names
# says: a name of its own
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    outputs = [member(inputs) for member in members]
    return keras.Model(inputs, keras.layers.Average()(outputs))
