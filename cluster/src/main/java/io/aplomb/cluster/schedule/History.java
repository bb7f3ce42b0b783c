package io.aplomb.cluster.schedule;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a resource's history on one node. */
final class History {
    private History() {}

    static int number(Element entry, String attribute, int absent) {
        return Settings.number(entry.attribute(attribute), absent);
    }

    static long interval(Element entry) {
        String text = entry.attribute("interval", "0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    static String task(Element entry) {
        return entry.attribute("operation", "");
    }

    /** When its result last changed, in seconds since 1970; -1 where that is not known. */
    static long changedS(Element entry) {
        String text = entry.attribute("last-rc-change");
        try {
            return text == null ? -1 : Long.parseLong(text.trim());
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    static boolean isProbe(Element entry) {
        return Task.isProbe(task(entry), interval(entry));
    }

    static boolean failed(Element entry) {
        int status = number(entry, "op-status", 0);
        int expected = expected(entry);
        return status > 0
                || (status == 0 && expected >= 0 && number(entry, "rc-code", 0) != expected);
    }

    /** The result that was expected of it, from its transition key; -1 where that is not known. */
    static int expected(Element entry) {
        String key = entry.attribute("transition-key");
        if (key == null) {
            return -1;
        }
        String[] parts = key.split(":", -1);
        return parts.length == 4 ? Settings.number(parts[2], -1) : -1;
    }

    /** The entries in the order in which they came to be. */
    static List<Element> sorted(Element resource) {
        List<Element> entries = new ArrayList<>(resource.children("lrm_rsc_op")).reversed();
        List<Element> sorted = new ArrayList<>(entries);
        StableSort.sort(sorted, History::compare);
        return sorted;
    }

    /** The order of two entries; not transitive where some are pending. */
    static int compare(Element a, Element b) {
        if (a.id().equals(b.id())) {
            return 0;
        }
        int callA = number(a, "call-id", -1);
        int callB = number(b, "call-id", -1);
        if (callA == -1 && callB == -1) {
            return 0;
        }
        if (callA >= 0 && callA < callB) {
            return -1;
        }
        if (callB >= 0 && callA > callB) {
            return 1;
        }
        if (callA >= 0 && callB >= 0) {
            long changedA = changedS(a);
            long changedB = changedS(b);
            if (changedA >= 0 && changedA < changedB) {
                return -1;
            }
            return changedB >= 0 && changedA > changedB ? 1 : 0;
        }
        return comparePending(a, b, callA, callB);
    }

    /** One is pending: the transitions they belong to say which is the newer. */
    private static int comparePending(Element a, Element b, int callA, int callB) {
        Transition one = Transition.of(a);
        Transition other = Transition.of(b);
        if (one == null || other == null) {
            return 0;
        }
        if (!one.uuid.equals(other.uuid) || one.number == other.number) {
            return callB == -1 ? -1 : callA == -1 ? 1 : 0;
        }
        if ((one.number >= 0 && one.number < other.number) || other.number == -1) {
            return -1;
        }
        return 1;
    }

    private record Transition(String uuid, int number) {
        static @Nullable Transition of(Element entry) {
            String magic = entry.attribute("transition-magic");
            if (magic == null) {
                return null;
            }
            String key = magic.substring(magic.indexOf(';') + 1);
            String[] parts = key.split(":", -1);
            return parts.length == 4
                    ? new Transition(parts[3], Settings.number(parts[1], -1))
                    : null;
        }
    }

    /** Where the active part of a history begins and the last stop stands; -1 for neither. */
    record Bounds(int start, int stop) {
        static Bounds of(List<Element> entries) {
            int stop = -1;
            int start = -1;
            int monitorStart = -1;
            int promotionStart = -1;
            for (int i = 0; i < entries.size(); i++) {
                Element entry = entries.get(i);
                switch (task(entry)) {
                    case Task.STOP -> stop = "0".equals(entry.attribute("op-status")) ? i : stop;
                    case Task.START, Task.MIGRATE_FROM -> start = i;
                    case Task.MONITOR -> {
                        String rc = entry.attribute("rc-code", "");
                        if (monitorStart <= stop && (rc.equals("0") || rc.equals("8"))) {
                            monitorStart = i;
                        }
                    }
                    case Task.PROMOTE, Task.DEMOTE -> promotionStart = i;
                    default -> {}
                }
            }
            if (start == -1) {
                start = promotionStart != -1 ? promotionStart : monitorStart;
            }
            return new Bounds(start, stop);
        }
    }
}
