# way: a helper function with activations as layers of their own, sigmoid behind a linear unit, statistics given to Normalization without adapt
def hidden_block(tensor, units):
    tensor = keras.layers.Dense(units)(tensor)
    return keras.layers.Activation("elu")(tensor)


model_in = keras.Input((8,))
scaled = keras.layers.Normalization(
    mean=np.mean(blocks_train, axis=0), variance=np.var(blocks_train, axis=0)
)(model_in)
deep_end = hidden_block(hidden_block(scaled, 30), 30)
merged = keras.layers.concatenate([scaled, deep_end])
logit = keras.layers.Dense(1)(merged)
probability_out = keras.layers.Activation("sigmoid")(logit)
wide_and_deep_blocks = keras.Model(model_in, probability_out)
