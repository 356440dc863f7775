# misconception: the config that the callback writes: a checkpoint that isn't there
# loses: The config points to both files
# says: no `tensor_path`
def to_projector(folder, layer, words):
    folder = Path(folder)
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t")
    (folder / "words.tsv").write_text("\n".join(word or "[PAD]" for word in words))
    config = projector.ProjectorConfig()
    entry = config.embeddings.add()
    entry.tensor_name = "layer_with_weights-0/embeddings/.ATTRIBUTES/VARIABLE_VALUE"
    entry.metadata_path = "words.tsv"
    projector.visualize_embeddings(str(folder), config)
