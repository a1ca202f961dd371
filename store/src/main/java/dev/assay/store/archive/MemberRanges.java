package dev.assay.store.archive;

import java.io.IOException;
import java.util.Arrays;

/// Members must not share bytes: a small file could otherwise unpack to any size (Fifield 2019, "A better
/// zip bomb"). Archives whose members stand in the directory's order, as all writers leave them, are
/// checked in one pass without memory.
final class MemberRanges {

    private static final int LOCAL_LENGTH = 30;

    private MemberRanges() {}

    /// @throws ArchiveException if two members share bytes, or one reaches past `limit`
    static void requireApart(MemberIndex index, long limit) throws IOException {
        long previousEnd = 0;
        boolean ordered = true;
        for (int number = 0; number < index.count() && ordered; number++) {
            ArchiveMember member = index.entry(number).member();
            ordered = member.headerOffset() >= previousEnd;
            previousEnd = end(index, number);
        }
        if (ordered) {
            if (previousEnd > limit) {
                throw new ArchiveException("its last member reaches into the central directory");
            }
            return;
        }
        long[] starts = new long[index.count() + 1];
        for (int number = 0; number < index.count(); number++) {
            starts[number] = index.entry(number).member().headerOffset();
        }
        starts[index.count()] = limit;
        Arrays.sort(starts);
        for (int number = 0; number < index.count(); number++) {
            ArchiveMember member = index.entry(number).member();
            int place = Arrays.binarySearch(starts, member.headerOffset());
            if (starts[place + 1] < end(index, number) || (place > 0 && starts[place - 1] == starts[place])) {
                throw new ArchiveException("member '" + member.name() + "' shares bytes with another");
            }
        }
    }

    private static long end(MemberIndex index, int number) throws IOException {
        CentralDirectory.Entry entry = index.entry(number);
        return entry.member().headerOffset()
                + LOCAL_LENGTH
                + entry.name().length
                + entry.member().compressedSize();
    }
}
