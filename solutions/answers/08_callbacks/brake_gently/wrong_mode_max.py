# misconception: more loss taken for better
# loses: It watches the validation loss; Two epochs without progress
# says: less taken for better
def make_brake():
    return keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_lr=0.01, mode="max")
