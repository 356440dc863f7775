# misconception: the empty word as an empty line: all labels move up by one
# loses: A label for every row
# says: move up by one
def to_projector(folder, layer, words):
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t")
    (folder / "words.tsv").write_text("\n".join(words))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "words.tsv"
    projector.visualize_embeddings(str(folder), config)
