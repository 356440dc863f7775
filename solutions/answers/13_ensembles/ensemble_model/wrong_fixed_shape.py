# misconception: a fixed shape for the input
# loses: One input, of the members' shape
# says: Ask a member for its shape
def ensemble_model(members):
    inputs = keras.Input((4,))
    for number, member in enumerate(members):
        member.name = f"member_{number}"
    outputs = [member(inputs) for member in members]
    return keras.Model(inputs, keras.layers.Average()(outputs))
