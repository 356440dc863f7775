# misconception: one model on all rows: stacking on in-sample predictions
# loses: No model has seen the rows that it predicts
# says: in-sample; blindly
def out_of_fold(path, x, y, folds, epochs):
    model = keras.models.load_model(path)
    model.fit(x, y, epochs=epochs, verbose=0)
    return model.predict(x, verbose=0)
