# style: line by line, four decimals
def to_projector(folder, layer, words):
    vectors = keras.ops.convert_to_numpy(layer.embeddings)
    with open(os.path.join(folder, "v.tsv"), "w") as v, open(os.path.join(folder, "m.tsv"), "w") as m:
        for word, vector in zip(words, vectors):
            v.write("\t".join(f"{number:.4f}" for number in vector) + "\n")
            m.write((word if word else "[PAD]") + "\n")
    config = projector.ProjectorConfig()
    config.embeddings.add(tensor_path="v.tsv", metadata_path="m.tsv", tensor_name="words")
    projector.visualize_embeddings(folder, config)
