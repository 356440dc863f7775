# misconception: the batch axis put in front: pictures are taken for channels of one picture
# loses: Every picture, whole; The grays of the pictures
# says: which axis is missing
def exhibit(folder, step, pictures, note, wave):
    with tf.summary.create_file_writer(str(folder)).as_default():
        picture = np.mean(pictures[np.newaxis], axis=-1, keepdims=True) / 255
        tf.summary.image("pictures", picture, step=step, max_outputs=len(pictures))
        tf.summary.text("note", note, step=step)
        tf.summary.audio("wave", wave.reshape(1, -1, 1), 8000, step=step)
