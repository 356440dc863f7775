# style: moved into place when it is complete, and checked
def keep(model, path):
    half = Path(path).with_name("half.keras")
    model.save(half)
    os.replace(half, path)
    back = keras.models.load_model(path)
    for mine, theirs in zip(model.get_weights(), back.get_weights(), strict=True):
        assert np.array_equal(mine, theirs)
    return back
