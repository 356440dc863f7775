# mistake: one Embedding and one LSTM are called on both inputs, so letters and words share their tables; the message should say each branch needs layers of its own
emb = keras.layers.Embedding(len(word_vocabulary) + 1, 16)
lstm = keras.layers.LSTM(24)
spelling = keras.Input(shape=(16,), name="spelling")
definition = keras.Input(shape=(12,), name="definition")
x = keras.layers.Concatenate()([lstm(emb(spelling)), lstm(emb(definition))])
out = keras.layers.Dense(4, activation="softmax")(x)
tagger = keras.Model([spelling, definition], out)
tagger.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
