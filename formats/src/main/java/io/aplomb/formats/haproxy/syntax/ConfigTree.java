package io.aplomb.formats.haproxy.syntax;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All sections of all files, in the order read.
 *
 * @param environment the variables as they stood after the last line ({@code setenv} and its kin
 *     applied)
 */
public record ConfigTree(List<Section> sections, Map<String, String> environment) {

    public ConfigTree {
        sections = List.copyOf(sections);
        environment = Map.copyOf(environment);
    }

    /** The sections of one kind, in the order read. */
    public List<Section> of(SectionKind kind) {
        return sections.stream().filter(section -> section.kind() == kind).toList();
    }

    /**
     * The defaults section a section inherits from (manual, section 4): the one in front of it that
     * it names after {@code from}; without {@code from}, for a proxy the last one in front of it,
     * named or not, and for a defaults section none. Absent also when the named one does not exist,
     * which the reader has reported.
     */
    public Optional<Section> defaultsFor(Section section) {
        if (!section.kind().inherits()) {
            return Optional.empty();
        }
        Section found = null;
        for (Section candidate : sections) {
            if (candidate.equals(section)) {
                break;
            }
            if (candidate.kind() != SectionKind.DEFAULTS) {
                continue;
            }
            boolean applies =
                    section.from()
                            .map(from -> candidate.name().equals(from.text()))
                            .orElse(section.kind() != SectionKind.DEFAULTS);
            if (applies) {
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }
}
