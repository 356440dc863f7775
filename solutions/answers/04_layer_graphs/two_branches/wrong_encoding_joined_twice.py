# misconception: the concatenation takes the wrong tensor
# loses: Both encodings are joined
# says: same one put in twice
spelling = keras.Input((16,), name="spelling")
definition = keras.Input((12,), name="definition")
a = keras.layers.LSTM(24)(keras.layers.Embedding(len(letter_vocabulary) + 1, 16)(spelling))
b = keras.layers.LSTM(24)(keras.layers.Embedding(len(word_vocabulary) + 1, 16)(definition))
both = keras.layers.Concatenate()([a, a])
tagger = keras.Model([spelling, definition], keras.layers.Dense(4, activation="softmax")(both))
tagger.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
