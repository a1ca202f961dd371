package dev.assay.store.inspect;

import java.util.Arrays;
import java.util.Random;

/// Damage of the kinds that disks, networks and enemies do.
final class LogMutations {

    private static final int[] TELLING = {0, 1, 0x7f, 0x80, 0xff};

    private LogMutations() {}

    static byte[] mutate(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int count = 1 + random.nextInt(4);
        for (int number = 0; number < count; number++) {
            int place = random.nextInt(3) == 0
                    ? bytes.length - 1 - random.nextInt(Math.min(bytes.length, 600))
                    : random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[place] = (byte) TELLING[random.nextInt(TELLING.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, place));
                case 3 -> {
                    int length = Math.min(1 + random.nextInt(64), bytes.length - place);
                    System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, place, length);
                }
                default -> Arrays.fill(bytes, place, Math.min(bytes.length, place + 4), (byte) 0xff);
            }
        }
        return bytes;
    }
}
