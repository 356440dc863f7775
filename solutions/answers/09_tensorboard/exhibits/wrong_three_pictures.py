# misconception: only the first three pictures are kept
# loses: Every picture, whole
# says: first three
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures[..., np.newaxis] / 255, step=step)
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 8000, step=step)
