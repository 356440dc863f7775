# way: a helper function builds each branch, the probabilities come from keras.ops.softmax, and the loss is an object
def encode(tensor, rows):
    # every call makes new layers, so nothing is shared
    x = keras.layers.Embedding(rows, 16)(tensor)
    return keras.layers.LSTM(24)(x)


a = keras.Input((16,), name="spelling")
b = keras.Input((12,), name="definition")
both = keras.ops.concatenate(
    [encode(a, len(letter_vocabulary) + 1), encode(b, len(word_vocabulary) + 1)],
    axis=1,
)
logits = keras.layers.Dense(4)(both)
tagger = keras.Model([a, b], keras.ops.softmax(logits))
tagger.compile(
    optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy()
)
tagger.summary()
