package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes to what a tag names.
 *
 * @param added in their order
 * @param removed in any
 * @param neighbour beside which the added stand, empty for the end
 * @param after on which side of it
 */
record TagUpdate(List<String> added, List<String> removed, String neighbour, boolean after) {

    static TagUpdate parse(Call call) {
        Set<String> keywords = Set.of("add", "remove");
        Words.Groups groups = Words.group(call.from(1).words(), keywords);
        if (!groups.first().isEmpty()) {
            throw InvalidCommand.usage();
        }
        groups = groups.once(keywords);
        List<String> added = groups.words("add");
        List<String> removed = groups.words("remove");
        boolean empty =
                (!groups.has("add") && !groups.has("remove"))
                        || (groups.has("add") && added.isEmpty())
                        || (groups.has("remove") && removed.isEmpty());
        if (empty) {
            throw InvalidCommand.usageHint(
                    "Specify at least one id for 'add' or 'remove' arguments.");
        }
        if (call.options().has("--after") && call.options().has("--before")) {
            throw InvalidCommand.because("Cannot specify both --before and --after");
        }
        boolean after = call.options().has("--after");
        String neighbour = call.options().value(after ? "--after" : "--before").orElse("");
        return new TagUpdate(added, removed, neighbour, after);
    }

    /** Reports what cannot be, in the order in which pcs does. */
    void check(String tag, Optional<List<String>> members, Call call) {
        Reports reports = call.reports();
        if (added.isEmpty() && !neighbour.isEmpty()) {
            reports.error(
                    "Cannot specify adjacent id '%s' without ids to add".formatted(neighbour));
        }
        Set<String> both = new TreeSet<>(added);
        both.retainAll(removed);
        if (!both.isEmpty()) {
            reports.error("Ids cannot be added and removed at the same time: " + Phrase.list(both));
        }
        if (!added.isEmpty()) {
            TagCommands.requireAddable(added, call);
        }
        members.ifPresent(there -> checkAdded(tag, there, reports));
        members.ifPresent(there -> checkRemoved(tag, there, call));
        members.ifPresent(there -> checkNeighbour(tag, there, reports));
    }

    private void checkAdded(String tag, List<String> members, Reports reports) {
        Set<String> there = new TreeSet<>(added);
        there.retainAll(members);
        if (neighbour.isEmpty() && !there.isEmpty()) {
            reports.error(
                    "Cannot add reference %s already in the tag '%s': %s"
                            .formatted(Phrase.plural(there, "id"), tag, Phrase.list(there)));
        }
    }

    private void checkRemoved(String tag, List<String> members, Call call) {
        if (removed.isEmpty()) {
            return;
        }
        TagCommands.requireRemovable(removed, call);
        Set<String> missing = new TreeSet<>(removed);
        missing.removeAll(members);
        if (!missing.isEmpty()) {
            call.reports()
                    .error(
                            "Tag '%s' does not contain %s: %s"
                                    .formatted(
                                            tag,
                                            Phrase.plural(missing, "id"),
                                            Phrase.list(missing)));
        } else if (added.isEmpty() && Set.copyOf(removed).containsAll(members)) {
            call.reports()
                    .error(
                            ("There would be no references left in the tag '%s', please remove the"
                                            + " whole tag using the 'pcs tag remove %s' command")
                                    .formatted(tag, tag));
        }
    }

    private void checkNeighbour(String tag, List<String> members, Reports reports) {
        if (neighbour.isEmpty()) {
            return;
        }
        if (!members.contains(neighbour)) {
            reports.error(
                    ("There is no reference id '%s' in the tag '%s', cannot put reference ids next"
                                    + " to it in the tag")
                            .formatted(neighbour, tag));
            return;
        }
        if (added.contains(neighbour)) {
            reports.error("Cannot put id '%s' next to itself.".formatted(neighbour));
        }
        if (removed.contains(neighbour)) {
            reports.error(
                    "Cannot remove id '%s' next to which ids are being added".formatted(neighbour));
        }
    }

    /** What the tag names afterwards. */
    List<String> applied(List<String> members) {
        List<String> changed = new ArrayList<>(members);
        List<String> adding = List.copyOf(new LinkedHashSet<>(added));
        changed.removeAll(adding);
        int place =
                neighbour.isEmpty() ? changed.size() : changed.indexOf(neighbour) + (after ? 1 : 0);
        changed.addAll(place, adding);
        changed.removeAll(removed);
        return changed;
    }
}
