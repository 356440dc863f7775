# mistake: floats up to 255 are not divided; message: everything above 1 comes out white, divide by 255
def exhibit(folder, step, pictures, note, wave):
    """Write gray pictures (floats 0–255), a text and a sound at one step."""
    with tf.summary.create_file_writer(str(folder)).as_default():
        four = pictures[:, :, :, np.newaxis]
        tf.summary.image("pictures", four, step=step, max_outputs=len(four))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave[np.newaxis, :, np.newaxis], 8000, step=step)
