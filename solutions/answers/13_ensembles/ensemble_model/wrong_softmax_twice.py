# misconception: a softmax on the mean of probabilities
# loses: The mean of the members
# says: softmax was applied twice
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    for number, member in enumerate(members):
        member.name = f"member_{number}"
    mean = keras.layers.Average()([member(inputs) for member in members])
    return keras.Model(inputs, keras.layers.Softmax()(mean))
