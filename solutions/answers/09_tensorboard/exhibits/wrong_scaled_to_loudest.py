# misconception: pictures stretched between their own darkest and brightest
# loses: The grays of the pictures
# says: other grays
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        wide = (pictures - pictures.mean()) / pictures.std() / 4 + 0.5
        tf.summary.image("pictures", wide[..., np.newaxis], step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 8000, step=step)
