package io.aplomb.model.cib;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the properties of a cluster say of leases, beats, stopping and watchdogs: the times on which
 * it rests that nothing runs twice. docs/safety.md tells what follows from each.
 *
 * @param leaseMs {@code lease-time}: how long a voter's voice counts, in milliseconds
 * @param marginMs {@code lease-margin}: what is waited beyond the end of a lease, in milliseconds
 * @param beatMs {@code beat-interval}: between two beats on a link, in milliseconds
 * @param silenceMs {@code beat-silence}: after which a node counts as lost, in milliseconds
 * @param stopMarginMs {@code stop-margin}: how long the guard may take to stop everything, in
 *     milliseconds
 * @param selfFencing {@code self-fencing}: what the guard does after that
 * @param watchdogDevice {@code watchdog-device}; empty for none
 * @param watchdogS {@code watchdog-timeout}: after which it acts, in seconds
 * @param gone {@code stonith-watchdog-timeout}: after which a lost node counts as reset by its
 *     watchdog, in milliseconds; empty where watchdogs are not relied on
 */
public record SafetySettings(
        int leaseMs,
        int marginMs,
        int beatMs,
        int silenceMs,
        int stopMarginMs,
        SelfFencing selfFencing,
        String watchdogDevice,
        int watchdogS,
        Optional<Long> gone) {

    /** What a node does that cannot stop in time what it may not run. */
    public enum SelfFencing {
        /** Goes on trying. */
        NONE,
        /** Resets itself. */
        RESET,
        /** Switches itself off. */
        OFF
    }

    /**
     * Settings, and what is wrong with the words they were read from.
     *
     * @param settings with the default for each word that cannot be, and all defaults where words
     *     do not go together
     * @param problems one sentence each, for people; empty where all is well
     */
    public record Reading(SafetySettings settings, List<String> problems) {
        /** Keeps a copy. */
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** Where nothing is said. */
    public static final SafetySettings DEFAULT =
            new SafetySettings(300, 50, 50, 200, 20_000, SelfFencing.NONE, "", 5, Optional.empty());

    /** The longest {@code lease-time}, in milliseconds. */
    public static final int LONGEST_LEASE_MS = 30_000;

    /** After which a lost node counts as reset by its watchdog; Pacemaker's name. */
    public static final String WATCHDOG_GONE = "stonith-watchdog-timeout";

    /** The names of the properties that are read here. */
    public static final Set<String> NAMES =
            Set.of(
                    "lease-time",
                    "lease-margin",
                    "beat-interval",
                    "beat-silence",
                    "stop-margin",
                    "self-fencing",
                    "watchdog-device",
                    "watchdog-timeout",
                    WATCHDOG_GONE);

    private static final int SECOND_MS = 1_000;
    private static final int MINUTE_MS = 60_000;
    private static final int HOUR_MS = 3_600_000;

    /** Fewer beats in the silence, and one that is lost makes a node suspect. */
    private static final int BEATS_IN_SILENCE = 3;

    /**
     * A voice is asked for by one beat and given by the next, so that it is up to two beats old
     * when it arrives; one beat more may be lost, and the next one has to come in time.
     */
    private static final int BEATS_IN_LEASE = 4;

    /** Rates of two clocks that differ by that part of the lease are allowed for by the margin. */
    private static final int CLOCKS = 100;

    /**
     * Those of a cluster information base, or of its configuration.
     *
     * @param tree {@code cib} or {@code configuration}
     */
    public static Reading of(Element tree) {
        Element configuration = tree.is("cib") ? tree.childOrEmpty("configuration") : tree;
        Map<String, String> properties = new LinkedHashMap<>();
        for (Element set :
                configuration.childOrEmpty("crm_config").children("cluster_property_set")) {
            for (Element pair : set.children("nvpair")) {
                properties.putIfAbsent(pair.attribute("name", ""), pair.attribute("value", ""));
            }
        }
        return of(properties);
    }

    /** Those of properties by name; of others nothing is taken. */
    public static Reading of(Map<String, String> properties) {
        Reader in = new Reader(properties);
        SafetySettings read =
                new SafetySettings(
                        in.ms("lease-time", DEFAULT.leaseMs, 100, LONGEST_LEASE_MS),
                        in.ms("lease-margin", DEFAULT.marginMs, 20, 10 * MINUTE_MS),
                        in.ms("beat-interval", DEFAULT.beatMs, 10, 5 * SECOND_MS),
                        in.ms("beat-silence", DEFAULT.silenceMs, 50, 30 * SECOND_MS),
                        in.ms("stop-margin", DEFAULT.stopMarginMs, SECOND_MS, HOUR_MS),
                        in.selfFencing(),
                        in.device(),
                        in.ms(
                                        "watchdog-timeout",
                                        DEFAULT.watchdogS * SECOND_MS,
                                        SECOND_MS,
                                        10 * MINUTE_MS)
                                / SECOND_MS,
                        Optional.empty());
        if (in.problems.isEmpty()) {
            read.times(in.problems);
        }
        SafetySettings whole = read.withGone(in.gone(read));
        return new Reading(in.problems.isEmpty() ? whole : in.rest(whole), in.problems);
    }

    /** What does not go together. */
    private void times(List<String> problems) {
        if (silenceMs < BEATS_IN_SILENCE * beatMs) {
            problems.add(
                    "beat-silence (%s) must be at least three times beat-interval (%s)"
                            .formatted(Spans.text(silenceMs), Spans.text(beatMs)));
        }
        if (leaseMs < BEATS_IN_LEASE * beatMs) {
            problems.add(
                    "lease-time (%s) must be at least four times beat-interval (%s)"
                            .formatted(Spans.text(leaseMs), Spans.text(beatMs)));
        }
        if (leaseMs < silenceMs) {
            problems.add(
                    ("lease-time (%s) must not be shorter than beat-silence (%s), or nodes"
                                    + " stop their resources before anybody takes them over")
                            .formatted(Spans.text(leaseMs), Spans.text(silenceMs)));
        }
        if (marginMs < leaseMs / CLOCKS) {
            problems.add(
                    ("lease-margin (%s) must be at least a hundredth of lease-time (%s), for"
                                    + " clocks do not run alike")
                            .formatted(Spans.text(marginMs), Spans.text(leaseMs)));
        }
    }

    private SafetySettings withGone(Optional<Long> time) {
        return new SafetySettings(
                leaseMs,
                marginMs,
                beatMs,
                silenceMs,
                stopMarginMs,
                selfFencing,
                watchdogDevice,
                watchdogS,
                time);
    }

    /** How long a node that may run nothing any more may run something all the same, in ms. */
    public long overdueMs() {
        return stopMarginMs + (long) watchdogS * SECOND_MS;
    }

    /** One set of words. */
    private static final class Reader {
        private final Map<String, String> properties;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> properties) {
            this.properties = properties;
        }

        private String word(String name) {
            return properties.getOrDefault(name, "").strip();
        }

        int ms(String name, int standard, int least, int most) {
            String word = word(name);
            if (word.isEmpty()) {
                return standard;
            }
            Optional<Long> ms = Spans.ms(word);
            if (ms.isEmpty() || ms.get() < least || ms.get() > most) {
                problems.add(
                        "'%s' is not a valid %s value, use %s to %s (e.g. %s)"
                                .formatted(
                                        word,
                                        name,
                                        Spans.text(least),
                                        Spans.text(most),
                                        Spans.text(standard)));
                return standard;
            }
            return Math.toIntExact(ms.get());
        }

        SelfFencing selfFencing() {
            String word = word("self-fencing");
            return switch (word) {
                case "", "none" -> SelfFencing.NONE;
                case "reset" -> SelfFencing.RESET;
                case "off" -> SelfFencing.OFF;
                default -> {
                    problems.add(
                            "'%s' is not a valid self-fencing value, use 'none', 'off', 'reset'"
                                    .formatted(word));
                    yield SelfFencing.NONE;
                }
            };
        }

        String device() {
            String word = word("watchdog-device");
            if (word.isEmpty() || word.startsWith("/")) {
                return word;
            }
            problems.add(
                    "'%s' is not a valid watchdog-device value, use the path of a device (e.g. /dev/watchdog0)"
                            .formatted(word));
            return "";
        }

        /** Below zero stands for as long as it takes, and as the watchdog again. */
        Optional<Long> gone(SafetySettings read) {
            String word = word(WATCHDOG_GONE);
            boolean automatic = word.matches("-\\d+[a-z]*");
            Optional<Long> ms = automatic ? Optional.of(-1L) : Spans.ms(word);
            if (word.isEmpty() || ms.filter(time -> time == 0).isPresent()) {
                return Optional.empty();
            }
            if (ms.isEmpty()) {
                problems.add(
                        "'%s' is not a valid %s value, use time interval (e.g. 1, 2s, 3m, 4h, ...)"
                                .formatted(word, WATCHDOG_GONE));
                return Optional.empty();
            }
            if (read.watchdogDevice.isEmpty()) {
                problems.add(
                        WATCHDOG_GONE
                                + " can only be unset or set to 0 while no watchdog is used: set"
                                + " watchdog-device, too (e.g. watchdog-device=/dev/watchdog0)");
                return Optional.empty();
            }
            if (automatic) {
                return Optional.of(read.overdueMs() + (long) read.watchdogS * SECOND_MS);
            }
            if (ms.get() <= read.overdueMs()) {
                problems.add(
                        ("%s (%s) must be longer than stop-margin and watchdog-timeout together"
                                        + " (%s): so long may a node that is cut off run something")
                                .formatted(
                                        WATCHDOG_GONE,
                                        Spans.text(ms.get()),
                                        Spans.text(read.overdueMs())));
                return Optional.empty();
            }
            return ms;
        }

        /** Times that do not go together are none. */
        SafetySettings rest(SafetySettings read) {
            List<String> clashes = new ArrayList<>();
            read.times(clashes);
            return clashes.isEmpty()
                    ? read
                    : new SafetySettings(
                            DEFAULT.leaseMs,
                            DEFAULT.marginMs,
                            DEFAULT.beatMs,
                            DEFAULT.silenceMs,
                            read.stopMarginMs,
                            read.selfFencing,
                            read.watchdogDevice,
                            read.watchdogS,
                            read.gone);
        }
    }
}
