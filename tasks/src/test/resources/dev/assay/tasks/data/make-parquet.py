"""Makes the Parquet fixtures beside it: python make-parquet.py (pyarrow 26.0.1). The rows are ours."""
import pyarrow as pa
import pyarrow.parquet as pq

PNG = b"\x89PNG\r\n\x1a\n...."
table = pa.table(
    {
        "question": ["Which is red?", "Größer? \U0001f600", "Third?"],
        "choices": [["rose", "leaf"], ["a", "b"], ["c", "d"]],
        "answer": pa.array([0, 1, 1], pa.int64()),
        "nested": [{"text": ["p", "q"], "label": [1, 0]}, {"text": ["r", "s"], "label": [0, 1]}, {"text": ["t", "u"], "label": [0, 1]}],
        "real": pa.array([1.5, 1e10, float("nan")]),
        "flag": [True, False, None],
        "picture": pa.array([PNG, b"\x00\x01", None]),
    }
)
for codec in ["snappy", "zstd", "gzip", "none"]:
    pq.write_table(table, f"rows-{codec}.parquet", compression=codec)
