package io.aplomb.app.cluster.monitor;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A part of what crm_mon tells, by its name for {@code --include}. */
enum Section {
    STACK,
    DC,
    TIMES,
    COUNTS,
    OPTIONS,
    MAINT_MODE,
    NODES,
    RESOURCES,
    ATTRIBUTES,
    FAILCOUNTS,
    OPERATIONS,
    FAILURES,
    FENCING_FAILED,
    FENCING_SUCCEEDED,
    FENCING_PENDING,
    TICKETS,
    BANS;

    /** What is at the head. */
    static final Set<Section> SUMMARY = EnumSet.range(STACK, MAINT_MODE);

    static final Set<Section> FENCING =
            EnumSet.of(FENCING_FAILED, FENCING_SUCCEEDED, FENCING_PENDING);

    /** What is told where nothing else is asked for. */
    static final Set<Section> DEFAULT =
            EnumSet.of(
                    STACK,
                    DC,
                    TIMES,
                    COUNTS,
                    MAINT_MODE,
                    NODES,
                    RESOURCES,
                    FAILURES,
                    FENCING_FAILED,
                    FENCING_PENDING);

    static Set<Section> all() {
        return EnumSet.allOf(Section.class);
    }

    /** The sections that a name stands for. */
    static Optional<Set<Section>> named(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "all" -> Optional.of(all());
            case "none" -> Optional.of(EnumSet.noneOf(Section.class));
            case "default", "defaults" -> Optional.of(EnumSet.copyOf(DEFAULT));
            case "summary" -> Optional.of(EnumSet.copyOf(SUMMARY));
            case "fencing" -> Optional.of(EnumSet.copyOf(FENCING));
            default -> {
                String wanted = plain.startsWith("bans:") ? "bans" : plain;
                yield all().stream()
                        .filter(section -> section.text().equals(wanted))
                        .findFirst()
                        .map(EnumSet::of);
            }
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
