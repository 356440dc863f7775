# misconception: paths seen from the notebook instead of from the config
# loses: The config points to both files
# says: own folder
def to_projector(folder, layer, words):
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t")
    (folder / "words.tsv").write_text("\n".join(word or "[PAD]" for word in words))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = str(folder / "vectors.tsv")
    entry.metadata_path = str(folder / "words.tsv")
    projector.visualize_embeddings(str(folder), config)
