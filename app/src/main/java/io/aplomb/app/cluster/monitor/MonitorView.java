package io.aplomb.app.cluster.monitor;

import java.util.Set;

/**
 * What crm_mon is asked to show.
 *
 * @param byNode resources below their nodes
 * @param inactive resources that do not run, too
 * @param detail identifiers of nodes, instances of clones on lines of their own
 * @param timing of operations
 */
record MonitorView(
        Set<Section> sections, boolean byNode, boolean inactive, boolean detail, boolean timing) {
    /** Keeps a copy. */
    MonitorView {
        sections = Set.copyOf(sections);
    }

    /** What {@code crm_mon -1} shows; with {@code -r} what does not run, too. */
    static MonitorView usual(boolean inactive) {
        return new MonitorView(Section.DEFAULT, false, inactive, false, false);
    }

    boolean has(Section section) {
        return sections.contains(section);
    }
}
