# style: multi-hot words and a hidden layer, its width solved from the budget
def build_within(budget):
    units = (budget - 12) // (3000 + 1 + 12)
    model = keras.Sequential()
    model.add(keras.Input((24,), dtype="int32"))
    model.add(keras.layers.CategoryEncoding(num_tokens=3000, output_mode="multi_hot"))
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(12, activation="softmax"))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model
