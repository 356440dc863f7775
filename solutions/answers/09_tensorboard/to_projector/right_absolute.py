# style: absolute paths in the config
def to_projector(folder, layer, words):
    folder = Path(folder).resolve()
    np.savetxt(folder / "vectors.tsv", layer.get_weights()[0], delimiter="\t", fmt="%.3f")
    (folder / "words.tsv").write_text("\n".join(word or "[PAD]" for word in words) + "\n")
    config = projector.ProjectorConfig()
    config.embeddings.add(tensor_path=str(folder / "vectors.tsv"), metadata_path=str(folder / "words.tsv"))
    projector.visualize_embeddings(str(folder), config)
