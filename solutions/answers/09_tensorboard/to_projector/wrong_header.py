# misconception: a header line above a single column
# loses: A label for every row
# says: no header line
def to_projector(folder, layer, words):
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t")
    (folder / "words.tsv").write_text("\n".join(["word", *(word or "[PAD]" for word in words)]))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "words.tsv"
    projector.visualize_embeddings(str(folder), config)
