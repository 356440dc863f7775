# mistake: the labels have a header line; message: one column has no header, every label moves by one row
def to_projector(folder, layer, words):
    """Write vectors, labels and the projector's config into a folder."""
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t")
    labels = ["word"] + [word or "[PAD]" for word in words]
    (folder / "labels.tsv").write_text("\n".join(labels))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "labels.tsv"
    projector.visualize_embeddings(str(folder), config)
