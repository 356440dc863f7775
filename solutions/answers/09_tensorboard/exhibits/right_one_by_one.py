# style: the default step set, pictures written one by one, scaled by a Keras layer
def exhibit(folder, step, pictures, note, wave):
    scale = keras.layers.Rescaling(1 / 255)
    writer = tf.summary.create_file_writer(str(folder))
    with writer.as_default():
        for picture in pictures:
            tf.summary.image("pictures", scale(picture[None, :, :, None]), step)
        tf.summary.text("note", note, step)
        tf.summary.audio("wave", np.reshape(wave, [1, len(wave), 1]), 8_000, step)
    writer.flush()
