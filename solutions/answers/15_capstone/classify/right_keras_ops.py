# style: keras.ops, and a dict from place to name
def classify(path, texts):
    by_place = dict(enumerate(field_names))
    outputs = keras.models.load_model(path)(encode(texts), training=False)
    places = keras.ops.convert_to_numpy(keras.ops.argmax(outputs, axis=1))
    return [by_place[int(place)] for place in places]
