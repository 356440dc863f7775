# misconception: the epochs are not handed on
# loses: Trained on the others, in the order of the rows
# says: another number of epochs
def out_of_fold(path, x, y, folds, epochs):
    parts = {}
    for fold in np.unique(folds):
        inside = folds == fold
        model = keras.models.load_model(path)
        model.fit(x[~inside], y[~inside], verbose=0)
        parts.update(zip(np.flatnonzero(inside), model.predict(x[inside], verbose=0)))
    return np.array([parts[row] for row in range(len(x))])
