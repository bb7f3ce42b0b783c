package io.aplomb.control.guard;

import io.aplomb.base.Check;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the guard has to know beforehand.
 *
 * @param stopMarginMs how long stopping everything may take, counted from the deadline, in
 *     milliseconds; after that the machine is reset where {@code selfFence} says how
 * @param selfFence ways to reset this machine, tried in order until one works; empty for never
 * @param watchdog what resets the machine when this process cannot; empty for none
 */
public record GuardSettings(
        long stopMarginMs, List<SelfFence> selfFence, Optional<WatchdogSettings> watchdog) {

    /** Stops, and nothing more; twenty seconds is what most agents need at most. */
    public static final GuardSettings DEFAULT =
            new GuardSettings(20_000, List.of(), Optional.empty());

    public GuardSettings {
        Check.argument(stopMarginMs > 0, "stopMarginMs");
        selfFence = List.copyOf(selfFence);
    }

    /**
     * The watchdog.
     *
     * @param device {@code /dev/watchdog0}
     * @param timeoutS seconds without being fed after which it resets the machine
     */
    public record WatchdogSettings(Path device, int timeoutS) {
        public WatchdogSettings {
            Check.argument(timeoutS > 0, "timeoutS");
        }
    }

    /** A way to reset this machine. */
    public sealed interface SelfFence {

        /** A program: {@code reboot -f}, {@code systemctl --force --force reboot}. */
        record Program(List<String> words) implements SelfFence {
            public Program {
                Check.argument(!words.isEmpty(), "a program has a name");
                words = List.copyOf(words);
            }

            @Override
            public String toString() {
                return String.join(" ", words);
            }
        }

        /**
         * A key of the kernel: needs no disk and no free memory, and writes no buffer back.
         *
         * @param key {@code b} for a reset, {@code o} for power off
         */
        record MagicKey(char key) implements SelfFence {
            @Override
            public String toString() {
                return "sysrq " + key;
            }
        }
    }
}
