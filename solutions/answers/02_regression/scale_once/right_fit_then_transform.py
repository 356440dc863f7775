# style: one scaler, fitted once
scaler_of_six = StandardScaler()
scaler_of_six.fit(train_x)
train_scaled, valid_scaled, test_scaled = (
    scaler_of_six.transform(part) for part in (train_x, valid_x, test_x)
)
