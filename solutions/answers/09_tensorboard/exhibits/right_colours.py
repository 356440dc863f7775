# style: three equal channels, scaled by keras.ops
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        grey = keras.ops.expand_dims(keras.ops.convert_to_tensor(pictures) / 255.0, axis=-1)
        tf.summary.image(
            "pictures", keras.ops.repeat(grey, 3, axis=-1), step=step, max_outputs=pictures.shape[0]
        )
        tf.summary.text("note", tf.constant(note), step=step)
        tf.summary.audio("wave", tf.reshape(wave, (1, -1, 1)), 8000, step=step)
