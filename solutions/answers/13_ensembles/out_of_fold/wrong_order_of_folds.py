# misconception: the answers in the order of the folds
# loses: Trained on the others, in the order of the rows
# says: order of the folds
def out_of_fold(path, x, y, folds, epochs):
    answers = []
    for fold in np.unique(folds):
        inside = folds == fold
        model = keras.models.load_model(path)
        model.fit(x[~inside], y[~inside], epochs=epochs, verbose=0)
        answers.append(model.predict(x[inside], verbose=0))
    return np.concatenate(answers)
