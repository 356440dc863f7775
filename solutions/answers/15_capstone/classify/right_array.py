# style: names as an array, indexed by the places
def classify(path, texts):
    network = keras.models.load_model(path, compile=False)
    outputs = network.predict(encode(list(texts)), batch_size=16, verbose=0)
    return np.array(field_names)[np.argmax(outputs, axis=-1)].tolist()
