# style: a sum, divided by a Rescaling
def ensemble_model(members):
    inputs = keras.Input(members[0].input_shape[1:])
    outputs = []
    for number, member in enumerate(members):
        member.name = f"net_{number}"
        outputs.append(member(inputs))
    total = keras.layers.Add()(outputs)
    return keras.Model(inputs, keras.layers.Rescaling(1 / len(members))(total))
