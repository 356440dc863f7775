# misconception: global step not passed, so all sits at step 0
# loses: All at their step
# says: global step
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures[..., np.newaxis] / 255, step=0, max_outputs=len(pictures))
        tf.summary.text("note", note, step=0)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 8000, step=0)
