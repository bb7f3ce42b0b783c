package io.aplomb.formats.pcs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code --wait} asks for.
 *
 * @param timeoutSeconds 0 for pcs' own limit
 */
record Wait(long timeoutSeconds) {

    /**
     * Whether there is one.
     *
     * @throws InvalidCommand where the time is none, or there is no cluster to wait for
     */
    static Optional<Wait> of(Call call) {
        Optional<String> given = call.options().value("--wait");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!call.request().live()) {
            throw InvalidCommand.because("Cannot use '-f' together with '--wait'");
        }
        OptionalLong seconds =
                given.get().isEmpty() ? OptionalLong.of(0) : Interval.seconds(given.get());
        if (seconds.isEmpty()) {
            throw InvalidCommand.because(
                    "'" + given.get() + "' is not a valid number of seconds to wait");
        }
        return Optional.of(new Wait(seconds.getAsLong()));
    }

    /** What a command ends with: the change, and where asked the waiting for it. */
    static PcsAnswer finish(
            Optional<Wait> wait,
            List<String> resources,
            RuntimeRequest.Expectation expectation,
            Call call) {
        return wait.map(
                        present ->
                                call.delegated(
                                        new RuntimeRequest.ChangeAndWait(
                                                call.soundRoot(),
                                                "",
                                                resources,
                                                expectation,
                                                present.timeoutSeconds())))
                .orElseGet(call::done);
    }
}
