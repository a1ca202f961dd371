module mock

go 1.24
