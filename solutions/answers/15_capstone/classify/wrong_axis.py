# misconception: the largest number of each column, so that there are twelve answers
# loses: A field name for each text; The model in the file decides
# says: Each text has one answer; 12
def classify(path, texts):
    model = keras.models.load_model(path)
    places = model.predict(encode(texts), verbose=0).argmax(axis=0)
    return [field_names[place % 12] for place in places]
