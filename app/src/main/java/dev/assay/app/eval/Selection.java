package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Some of the samples of another source, by their places.
///
/// @param source all samples
/// @param places which are given, from 0
record Selection(SampleSource source, BitSet places) implements SampleSource {

    /// The samples that an option such as `100` or `11-20` names, counted from 1.
    ///
    /// @throws UserError if it is no number and no range, or lies beyond the dataset
    static SampleSource limited(SampleSource source, String limit) {
        if (!limit.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
            throw new UserError("--limit '" + limit
                    + "' is not understood: give a number such as 100, or a range such as" + " 11-20.");
        }
        int dash = limit.indexOf('-');
        long first = dash < 0 ? 1 : Long.parseLong(limit.substring(0, dash));
        long last = Long.parseLong(limit.substring(dash + 1));
        if (first < 1 || last < first) {
            throw new UserError("--limit '" + limit + "' names no sample: the first is number 1, and a range goes up.");
        }
        long size = source.size();
        if (first > size) {
            throw new UserError("--limit '" + limit + "' names no sample: " + source.name() + " has " + size + ".");
        }
        if (first == 1 && last >= size) {
            return source;
        }
        BitSet places = new BitSet();
        places.set((int) (first - 1), (int) Math.min(last, size));
        return new Selection(source, places);
    }

    /// The samples with those ids.
    ///
    /// @throws UserError if one is not there
    static SampleSource withIds(SampleSource source, List<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        BitSet places = new BitSet();
        try (Stream<Sample> samples = source.open()) {
            int place = 0;
            Iterator<Sample> each = samples.iterator();
            while (!missing.isEmpty() && each.hasNext()) {
                if (missing.remove(each.next().id())) {
                    places.set(place);
                }
                place++;
            }
        }
        if (!missing.isEmpty()) {
            throw new UserError("--sample-id: " + source.name() + " has no sample '"
                    + missing.stream().sorted().findFirst().orElseThrow() + "'; check the ids.");
        }
        return new Selection(source, places);
    }

    /// The places among all samples of those with those places in this selection.
    BitSet placesOf(BitSet chosen) {
        BitSet found = new BitSet();
        int index = 0;
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            found.set(place, chosen.get(index));
            index++;
        }
        return source instanceof Selection inner ? inner.placesOf(found) : found;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public String location() {
        return source.location();
    }

    @Override
    public long size() {
        return places.cardinality();
    }

    @Override
    public boolean shuffled() {
        return source.shuffled();
    }

    @Override
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.digest().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(places.toByteArray()));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }

    @Override
    public Stream<Sample> open() {
        return open(0);
    }

    @Override
    public Stream<Sample> open(long skipped) {
        int first = places.nextSetBit(0);
        for (long i = 0; i < skipped && first >= 0; i++) {
            first = places.nextSetBit(first + 1);
        }
        if (first < 0) {
            return Stream.empty();
        }
        Stream<Sample> samples = source.open(first);
        Iterator<Sample> chosen = new Chosen(samples.iterator(), first);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(chosen, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(samples::close);
    }

    /// Reads on to the next place that is wanted.
    private final class Chosen implements Iterator<Sample> {

        private final Iterator<Sample> all;
        private int place;
        private int next;

        Chosen(Iterator<Sample> all, int first) {
            this.all = all;
            this.place = first;
            this.next = first;
        }

        @Override
        public boolean hasNext() {
            return next >= 0 && all.hasNext();
        }

        @Override
        public Sample next() {
            while (place < next) {
                all.next();
                place++;
            }
            place++;
            next = places.nextSetBit(next + 1);
            return all.next();
        }
    }
}
