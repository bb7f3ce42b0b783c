package io.aplomb.formats.pcs;

import java.util.List;

/** Ids of constraints and rules that the user gives, and those that sets of resources get. */
final class ConstraintIds {

    private ConstraintIds() {}

    /** Refuses an id that cannot be given or is taken, in the words of the older commands. */
    static void requireNew(String id, String description, Call call) {
        requireForm(id, description);
        if (call.cib().exists(id)) {
            throw InvalidCommand.because(
                    "id '" + id + "' is already in use, please specify another one");
        }
    }

    /** The same in the words of commands with sets and tickets. */
    static void requireNewInSet(String id, Call call) {
        requireForm(id, "constraint id");
        if (call.cib().exists(id)) {
            throw InvalidCommand.because("'" + id + "' already exists");
        }
    }

    static void requireForm(String id, String description) {
        Reports found = new Reports(false);
        Ids.check(id, description, found);
        if (found.hasErrors()) {
            throw InvalidCommand.because(found.lines().getFirst().substring("Error: ".length()));
        }
    }

    /** An id of the first and last letters of the first three resources, as pcs makes it. */
    static String proposedForSets(String kind, List<String> resources) {
        StringBuilder letters = new StringBuilder();
        for (String id : resources.subList(0, Math.min(3, resources.size()))) {
            if (id.isEmpty()) {
                throw InvalidCommand.because("'' does not exist");
            }
            letters.append(id.charAt(0)).append(id.charAt(id.length() - 1));
        }
        return kind + "_set_" + letters;
    }
}
