# way: rounded whole numbers (uint8) in place of floats 0-1, reshape
def exhibit(folder, step, pictures, note, wave):
    """Write gray pictures (floats 0–255), a text and a sound at one step."""
    whole = np.round(pictures).astype("uint8")
    whole = whole.reshape(*whole.shape, 1)
    sound = np.reshape(wave, (1, -1, 1)).astype("float32")
    writer = tf.summary.create_file_writer(str(folder))
    with writer.as_default():
        tf.summary.image("pictures", whole, step=step, max_outputs=whole.shape[0])
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", sound, sample_rate=8000, step=step)
    writer.close()
