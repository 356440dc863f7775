# misconception: the same layer object used where two were asked for
# loses: An Embedding and an LSTM of its own for each text
# says: same object was called twice
spelling = keras.Input((16,), name="spelling")
definition = keras.Input((12,), name="definition")
reader = keras.layers.LSTM(24)
a = reader(keras.layers.Embedding(len(letter_vocabulary) + 1, 16)(spelling))
b = reader(keras.layers.Embedding(len(word_vocabulary) + 1, 16)(definition))
both = keras.layers.Concatenate()([a, b])
tagger = keras.Model([spelling, definition], keras.layers.Dense(4, activation="softmax")(both))
tagger.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
