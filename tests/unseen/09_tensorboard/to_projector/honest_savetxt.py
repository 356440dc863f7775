# way: np.savetxt with a format, labels by join, EmbeddingInfo in one call
def to_projector(folder, layer, words):
    """Write vectors, labels and the projector's config into a folder."""
    (weights,) = layer.get_weights()
    np.savetxt(os.path.join(folder, "vectors.tsv"), weights, fmt="%.5f", delimiter="\t")
    labels = [word if len(word) > 0 else "[PAD]" for word in words]
    Path(folder, "labels.tsv").write_text("\n".join(labels), encoding="utf-8")
    config = projector.ProjectorConfig()
    config.embeddings.add(tensor_path="vectors.tsv", metadata_path="labels.tsv")
    projector.visualize_embeddings(str(folder), config)
