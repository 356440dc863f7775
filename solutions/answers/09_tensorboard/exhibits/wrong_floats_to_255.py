# misconception: images with values 0–255 as floats
# loses: The grays of the pictures
# says: white pictures
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures[..., np.newaxis], step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 8000, step=step)
