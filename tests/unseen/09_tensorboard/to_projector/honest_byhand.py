# way: config written as text by hand, vectors with pandas, own file names
def to_projector(folder, layer, words):
    """Write vectors, labels and the projector's config into a folder."""
    folder = Path(folder)
    table = pd.DataFrame(keras.ops.convert_to_numpy(layer.embeddings))
    table.to_csv(folder / "points.tsv", sep="\t", header=False, index=False)
    with open(folder / "names.tsv", "w", encoding="utf-8") as file:
        for word in words:
            file.write(("[PAD]" if word == "" else word) + "\n")
    text = 'embeddings {\n  tensor_path: "points.tsv"\n  metadata_path: "names.tsv"\n}\n'
    (folder / "projector_config.pbtxt").write_text(text)
