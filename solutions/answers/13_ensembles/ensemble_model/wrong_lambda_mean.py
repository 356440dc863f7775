# misconception: the mean in a Lambda, which is not loaded
# loses: One file that loads without help
# says: Lambda
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    for number, member in enumerate(members):
        member.name = f"member_{number}"
    outputs = [member(inputs) for member in members]
    mean = keras.layers.Lambda(lambda parts: sum(parts) / len(parts))
    return keras.Model(inputs, mean(outputs))
