# style: tables by pandas, other file names, the config written as text
def to_projector(folder, layer, words):
    table = pd.DataFrame(layer.get_weights()[0])
    table.to_csv(f"{folder}/tensor.tsv", sep="\t", header=False, index=False)
    with open(f"{folder}/metadata.tsv", "w", encoding="utf-8") as file:
        for word in words:
            print("[PAD]" if word == "" else word, file=file)
    text = 'embeddings {\n  tensor_name: "words"\n  tensor_path: "tensor.tsv"\n  metadata_path: "metadata.tsv"\n}\n'
    Path(folder, "projector_config.pbtxt").write_text(text)
