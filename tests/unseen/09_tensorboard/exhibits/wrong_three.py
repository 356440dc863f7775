# mistake: max_outputs is missing; message: only three pictures are in the file, all are asked for
def exhibit(folder, step, pictures, note, wave):
    """Write gray pictures (floats 0–255), a text and a sound at one step."""
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures[:, :, :, np.newaxis] / 255, step=step)
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave[np.newaxis, :, np.newaxis], 8000, step=step)
