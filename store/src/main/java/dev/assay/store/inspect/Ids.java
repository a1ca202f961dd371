package dev.assay.store.inspect;

import java.math.BigInteger;

/// Ids of 22 characters to base 57, as Inspect's `shortuuid` makes them. Ours are derived, not drawn: the
/// same run gives the same log, byte for byte.
final class Ids {

    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 22;
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

    private Ids() {}

    /// The id of what the parts name together.
    static String of(String... parts) {
        StringBuilder named = new StringBuilder();
        for (String part : parts) {
            named.append(part.length()).append(':').append(part);
        }
        long[] hash = Murmur3.hash(Murmur3.bytes(named.toString()));
        BigInteger value = unsigned(hash[0]).shiftLeft(64).or(unsigned(hash[1]));
        char[] id = new char[LENGTH];
        for (int place = LENGTH - 1; place >= 0; place--) {
            BigInteger[] divided = value.divideAndRemainder(BASE);
            id[place] = ALPHABET.charAt(divided[1].intValue());
            value = divided[0];
        }
        return new String(id);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
