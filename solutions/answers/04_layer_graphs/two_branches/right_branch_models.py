# style: each branch a model of its own, made by a function
def branch(length, rows):
    return keras.Sequential([keras.Input((length,)), keras.layers.Embedding(rows, 16), keras.layers.LSTM(24)])


inputs = [keras.Input((16,), name="spelling"), keras.Input((12,), name="definition")]
branches = [branch(16, len(letter_vocabulary) + 1), branch(12, len(word_vocabulary) + 1)]
notes = [model(tensor) for model, tensor in zip(branches, inputs)]
answer = keras.layers.Dense(4, activation="softmax")(keras.layers.concatenate(notes))
tagger = keras.Model(inputs, answer)
tagger.compile(loss="sparse_categorical_crossentropy")
