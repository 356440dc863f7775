# misconception: the rate of a CD taken for this sound's
# loses: The note and the sound
# says: 44,100 a second
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures[..., np.newaxis] / 255, step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 44100, step=step)
