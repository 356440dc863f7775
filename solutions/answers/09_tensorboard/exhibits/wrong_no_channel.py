# misconception: images without the channel axis, which raises before the rest
# loses: Every picture, whole; The grays of the pictures; The note and the sound; All at their step
# says: rank 4
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        tf.summary.image("pictures", pictures / 255, step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 8000, step=step)
