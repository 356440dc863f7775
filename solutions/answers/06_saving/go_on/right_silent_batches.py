# style: one call of fit with everything written out, the path as text
def go_on(path, x, y, epochs):
    path = str(path)
    model = keras.saving.load_model(path)
    history = model.fit(x=np.asarray(x), y=np.asarray(y), batch_size=32, epochs=epochs, verbose=2)
    print("last loss:", history.history["loss"][-1])
    model.save(path, overwrite=True)
    return model
