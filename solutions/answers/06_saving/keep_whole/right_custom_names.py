# style: common names bound beside the function, and a trial run of it
def keep(model, path):
    model.save(filepath=path)
    return keras.saving.load_model(filepath=path, compile=True)


folder = Path(tempfile.mkdtemp())
model = keep(pricer, folder / "trial.keras")
x, y, inputs, outputs, hidden, scale = 1, 2, 3, 4, 5, 6
history, layers, names, config, text, name = 7, 8, 9, 10, 11, 12
