package dev.assay.calibrate;

/// A calibration that cannot be made, read or kept; the message says why and what to do, in one sentence.
public final class CalibrationException extends RuntimeException {
    public CalibrationException(String message) {
        super(message);
    }

    public CalibrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
