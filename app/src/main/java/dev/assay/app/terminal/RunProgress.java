package dev.assay.app.terminal;

import java.util.List;

/// A run as the terminal shows it, at one moment.
///
/// @param target name of the target
/// @param planHash hash of the plan, hexadecimal
/// @param seed seed of the run
/// @param confidence confidence of all claims together, such as .95
/// @param claims every claim: decided ones in the order of decision, then running, then waiting
/// @param calls calls made so far
/// @param maxCalls most calls that the plan allows
/// @param excluded samples left out so far
/// @param errored samples errored so far
/// @param callsPerSecond rate of the last seconds; 0 before the first call
/// @param note what goes on where no claim runs yet, such as `loading the model`; empty otherwise
public record RunProgress(
        String target,
        String planHash,
        long seed,
        double confidence,
        List<ClaimProgress> claims,
        long calls,
        long maxCalls,
        long excluded,
        long errored,
        double callsPerSecond,
        String note) {

    public RunProgress {
        claims = List.copyOf(claims);
    }
}
