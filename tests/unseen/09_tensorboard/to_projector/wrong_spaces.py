# mistake: np.savetxt without delimiter puts spaces between the numbers; message: the numbers need tabs between them
def to_projector(folder, layer, words):
    """Write vectors, labels and the projector's config into a folder."""
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0])
    (folder / "labels.tsv").write_text("\n".join(word or "[PAD]" for word in words))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "labels.tsv"
    projector.visualize_embeddings(str(folder), config)
