# misconception: spaces between the numbers instead of tabs
# loses: The vectors, a line for each row
# says: tabs between them
def to_projector(folder, layer, words):
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0])
    (folder / "words.tsv").write_text("\n".join(word or "[PAD]" for word in words))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_path = "vectors.tsv"
    entry.metadata_path = "words.tsv"
    projector.visualize_embeddings(str(folder), config)
