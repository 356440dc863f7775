# misconception: one model, trained on from fold to fold
# loses: No model has seen the rows that it predicts
# says: Load it anew
def out_of_fold(path, x, y, folds, epochs):
    model = keras.models.load_model(path)
    parts = {}
    for fold in np.unique(folds):
        inside = folds == fold
        model.fit(x[~inside], y[~inside], epochs=epochs, verbose=0)
        parts.update(zip(np.flatnonzero(inside), model.predict(x[inside], verbose=0)))
    return np.array([parts[row] for row in range(len(x))])
