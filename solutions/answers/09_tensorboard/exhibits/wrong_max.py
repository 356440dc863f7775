# misconception: divided by the largest value found, so that pictures without white come out too bright
# loses: The grays of the pictures
# says: White is 255
def exhibit(folder, step, pictures, note, wave):
    """Write gray pictures (floats 0–255), a text and a sound at one step."""
    with tf.summary.create_file_writer(str(folder)).as_default():
        scaled = pictures[..., None] / pictures.max()
        tf.summary.image("pictures", scaled, step=step, max_outputs=len(scaled))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave[None, :, None], 8000, step=step)
