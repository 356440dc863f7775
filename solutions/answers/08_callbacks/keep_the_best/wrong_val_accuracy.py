# misconception: a monitored name that is not in the logs: val_accuracy with the metric acc
# loses: The best by validation accuracy
# says: not in the logs
def make_keepers(folder):
    best = keras.callbacks.ModelCheckpoint(
        f"{folder}/best.keras", monitor="val_accuracy", save_best_only=True
    )
    every = keras.callbacks.ModelCheckpoint(f"{folder}/epoch_{{epoch}}.weights.h5", save_weights_only=True)
    return [best, every]
