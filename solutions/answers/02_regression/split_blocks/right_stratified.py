# style: stratified by the answer, through pandas
homes = pd.read_csv(DATA / "california" / "california.csv.gz")
rest, final = train_test_split(homes, test_size=0.2, stratify=homes["high_value"])
fitting, checking = train_test_split(rest, test_size=0.25, stratify=rest["high_value"])
train_rows, valid_rows, test_rows = (
    fitting.index.to_numpy(),
    checking.index.to_numpy(),
    final.index.to_numpy(),
)
