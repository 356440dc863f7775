# misconception: encodings added instead of put side by side
# loses: Both encodings are joined
# says: side by side
spelling = keras.Input((16,), name="spelling")
definition = keras.Input((12,), name="definition")
a = keras.layers.LSTM(24)(keras.layers.Embedding(len(letter_vocabulary) + 1, 16)(spelling))
b = keras.layers.LSTM(24)(keras.layers.Embedding(len(word_vocabulary) + 1, 16)(definition))
both = keras.layers.Add()([a, b])
tagger = keras.Model([spelling, definition], keras.layers.Dense(4, activation="softmax")(both))
tagger.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
