# way: tf.expand_dims and a default step in as_default, a huge max_outputs
def exhibit(folder, step, pictures, note, wave):
    """Write gray pictures (floats 0–255), a text and a sound at one step."""
    gray = tf.expand_dims(tf.cast(pictures, tf.float32) / 255.0, axis=-1)
    sound = tf.cast(wave, tf.float32)[tf.newaxis, :, tf.newaxis]
    with tf.summary.create_file_writer(str(folder)).as_default(step=step):
        tf.summary.text("note", tf.constant(note))
        tf.summary.audio("wave", sound, 8_000)
        tf.summary.image("pictures", gray, max_outputs=1000)
