package dev.assay.engine.checkpoint;

/// A type of number that weights are kept in.
public enum Dtype {
    /// 32-bit float.
    F32("F32", "float32", 4),
    /// 16-bit float.
    F16("F16", "float16", 2),
    /// The upper half of a 32-bit float.
    BF16("BF16", "bfloat16", 2);

    private final String code;
    private final String torch;
    private final int bytes;

    Dtype(String code, String torch, int bytes) {
        this.code = code;
        this.torch = torch;
        this.bytes = bytes;
    }

    /// The name in a safetensors header.
    public String code() {
        return code;
    }

    /// The name in `config.json`.
    public String torchName() {
        return torch;
    }

    /// Bytes a number.
    public int bytes() {
        return bytes;
    }

    /// The upper 16 bits of the nearest bfloat16; ties go to the even one. A NaN stays a NaN.
    static short toBfloat16(float value) {
        var bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    /// Exact.
    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
