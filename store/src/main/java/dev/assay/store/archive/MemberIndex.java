package dev.assay.store.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;

/// Finds members by name without holding names: for each member the hash of its name and its place in the
/// central directory, 16 bytes in all, so that a million members need some 20 MB. Where a name occurs
/// several times the last entry wins, as in Python's `zipfile`, on which Inspect relies.
///
/// The hash is keyed at random, so that an archive cannot be made whose names all collide.
final class MemberIndex {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LARGEST_DIRECTORY = 0xffffffffL;

    private final CentralDirectory directory;
    private final long key = RANDOM.nextLong();
    private int[] places = new int[64];
    private int[] hashes = new int[64];
    private int count;
    private int[] slots = new int[0];

    private MemberIndex(CentralDirectory directory) {
        this.directory = directory;
    }

    static MemberIndex read(CentralDirectory directory) throws IOException {
        if (directory.size() > LARGEST_DIRECTORY) {
            throw new ArchiveException("its central directory is larger than 4 GiB");
        }
        MemberIndex index = new MemberIndex(directory);
        index.scan();
        index.link();
        return index;
    }

    /// How many entries there are, those that a later one replaces included.
    int count() {
        return count;
    }

    /// The entry with that number, from 0, in the directory's order.
    CentralDirectory.Entry entry(int number) throws IOException {
        return directory.at(place(number));
    }

    /// Whether no later entry has the same name.
    boolean isLast(int number) {
        for (int slot = slot(hashes[number]); slots[slot] != 0; slot = next(slot)) {
            if (slots[slot] == number + 1) {
                return true;
            }
        }
        return false;
    }

    /// The number of the last entry with that name, or -1.
    int find(byte[] name) throws IOException {
        int hash = hash(name);
        for (int slot = slot(hash); slots[slot] != 0; slot = next(slot)) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && directory.isNameAt(place(number), name)) {
                return number;
            }
        }
        return -1;
    }

    private void scan() throws IOException {
        long offset = 0;
        while (offset < directory.size()) {
            CentralDirectory.Entry entry = directory.at(offset);
            if (count == places.length) {
                int larger = Math.toIntExact(Math.min(Integer.MAX_VALUE / 4L, count * 2L));
                places = Arrays.copyOf(places, larger);
                hashes = Arrays.copyOf(hashes, larger);
            }
            places[count] = (int) offset;
            hashes[count] = hash(entry.name());
            count++;
            offset = entry.next();
        }
        if (count != directory.members() && count % 65_536 != directory.members()) {
            throw new ArchiveException(
                    "its central directory lists " + count + " members where the archive says " + directory.members());
        }
    }

    private void link() throws IOException {
        slots = new int[Integer.highestOneBit(Math.max(8, count)) * 4];
        for (int number = 0; number < count; number++) {
            int slot = slot(hashes[number]);
            while (slots[slot] != 0 && !sameName(slots[slot] - 1, number)) {
                slot = next(slot);
            }
            slots[slot] = number + 1;
        }
    }

    private boolean sameName(int earlier, int later) throws IOException {
        return hashes[earlier] == hashes[later]
                && directory.isNameAt(place(earlier), directory.at(place(later)).name());
    }

    private long place(int number) {
        return Integer.toUnsignedLong(places[number]);
    }

    private int slot(int hash) {
        return hash & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private int hash(byte[] name) {
        long hash = key ^ name.length;
        for (byte unit : name) {
            hash = (hash ^ (unit & 0xff)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ (hash >>> 32));
    }
}
