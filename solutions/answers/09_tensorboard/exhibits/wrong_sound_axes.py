# misconception: sound and values change places: 1,200 sounds of one value
# loses: The note and the sound
# says: sounds, values, channels
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures[..., np.newaxis] / 255, step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(-1, 1, 1), 8000, step=step)
