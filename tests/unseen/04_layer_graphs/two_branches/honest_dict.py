# way: dict of inputs with the definition first, masked embeddings, and two Sequential branches used as layers
inputs = {
    "definition": keras.Input(shape=[12], name="definition", dtype="int32"),
    "spelling": keras.Input(shape=[16], name="spelling", dtype="int32"),
}
sizes = {"definition": word_vocabulary, "spelling": letter_vocabulary}
encodings = []
for name, tensor in inputs.items():
    branch = keras.Sequential(name=name + "_branch")
    branch.add(keras.layers.Embedding(max(sizes[name].values()) + 1, 16, mask_zero=True))
    branch.add(keras.layers.LSTM(24))
    encodings.append(branch(tensor))
x = keras.layers.concatenate(encodings)
x = keras.layers.Dense(len(parts_of_speech), activation=keras.activations.softmax)(x)
tagger = keras.Model(inputs=inputs, outputs=x, name="tagger")
tagger.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["acc"])
