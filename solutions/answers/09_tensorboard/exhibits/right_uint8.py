# style: whole numbers instead of floats, a writer closed by hand
def exhibit(folder, step, pictures, note, wave):
    writer = tf.summary.create_file_writer(folder)
    with writer.as_default(step):
        whole = np.expand_dims(np.round(pictures).astype("uint8"), -1)
        tf.summary.image("pictures", whole, max_outputs=100)
        tf.summary.text("note", [note][0])
        tf.summary.audio("wave", wave[np.newaxis, :, np.newaxis], sample_rate=8000)
    writer.close()
