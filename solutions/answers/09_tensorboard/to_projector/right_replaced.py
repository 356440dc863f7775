# style: the whole vocabulary prepared first, NumPy for both files
def to_projector(folder, layer, words):
    labels = list(words)
    labels[labels.index("")] = "[PAD]"
    np.savetxt(Path(folder) / "vectors.tsv", layer(np.arange(len(labels))), delimiter="\t", fmt="%.6g")
    np.savetxt(Path(folder) / "labels.tsv", labels, fmt="%s", encoding="utf-8")
    config = projector.ProjectorConfig()
    config.embeddings.add()
    config.embeddings[0].metadata_path = "labels.tsv"
    config.embeddings[0].tensor_path = "vectors.tsv"
    projector.visualize_embeddings(Path(folder).as_posix(), config)
