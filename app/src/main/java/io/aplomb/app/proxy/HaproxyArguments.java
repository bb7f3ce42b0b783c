package io.aplomb.app.proxy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * HAProxy's command line, read.
 *
 * @param files {@code -f} and what follows {@code --}, in order, folders not yet expanded
 * @param flags the options without argument that were given
 * @param debugFlags options that begin with {@code -d} and tune HAProxy's own engine ({@code -dM},
 *     {@code -de}...): accepted, without effect
 * @param formerPids the pids after {@code -sf} or {@code -st}
 */
record HaproxyArguments(
        List<String> files,
        Set<HaproxyOption> flags,
        List<String> debugFlags,
        Optional<String> pidFile,
        Optional<String> directory,
        Optional<String> peer,
        Optional<String> condition,
        OptionalInt maxConnections,
        OptionalInt defaultMaxConnections,
        OptionalInt memoryMb,
        List<Integer> formerPids) {
    HaproxyArguments {
        files = List.copyOf(files);
        flags = Set.copyOf(flags);
        debugFlags = List.copyOf(debugFlags);
        formerPids = List.copyOf(formerPids);
    }

    boolean has(HaproxyOption flag) {
        return flags.contains(flag);
    }

    /** {@code -d} and {@code -db} win over {@code -D} and the configuration's {@code daemon}. */
    boolean foreground() {
        return has(HaproxyOption.DEBUG) || has(HaproxyOption.FOREGROUND);
    }

    /** {@code -V} wins over {@code -q} and the configuration's {@code quiet}. */
    boolean quiet(boolean configured) {
        return (configured || has(HaproxyOption.QUIET)) && !has(HaproxyOption.VERBOSE);
    }
}
