# style: two checkpoints of Keras, doubled braces
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(f"{folder}/best.keras", monitor="val_acc", save_best_only=True)
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]
