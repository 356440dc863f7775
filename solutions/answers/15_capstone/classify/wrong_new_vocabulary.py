# misconception: a vocabulary of the new texts, so that the numbers mean other words
# loses: The model in the file decides
# says: encoded as in training
def classify(path, texts):
    model = keras.models.load_model(path)
    numbering = keras.layers.TextVectorization(max_tokens=3000, output_sequence_length=24)
    numbering.adapt(texts)
    places = model.predict(numbering(np.array(texts)), verbose=0).argmax(axis=1)
    return [field_names[place] for place in places]
