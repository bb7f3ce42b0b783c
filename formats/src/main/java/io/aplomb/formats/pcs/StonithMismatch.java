package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.List;

/** That {@code pcs resource} was given what {@code pcs stonith} is for, or the other way round. */
final class StonithMismatch {

    private StonithMismatch() {}

    /**
     * Warns of devices given to a command of {@code pcs resource}, and of resources given to one of
     * {@code pcs stonith}.
     *
     * @param ids of resources, and of tags
     * @param command such as {@code op add}
     */
    static void warn(List<String> ids, String command, Call call) {
        List<Element> resources = new ResourceTree(call.cib()).expand(ids);
        if (call.isOfStonith()) {
            if (!resources.stream().allMatch(ResourceTree::isStonith)) {
                call.reports().deprecation(of("resources", "pcs resource " + command));
            }
        } else if (resources.stream().anyMatch(ResourceTree::isStonith)) {
            call.reports().deprecation(of("stonith resources", "pcs stonith " + command));
        }
    }

    /**
     * The text of the warning.
     *
     * @param what such as {@code stonith resources}
     */
    static String of(String what) {
        return "Ability of this command to accept "
                + what
                + " is deprecated and will be removed in a future release.";
    }

    /** The same, with the command to use. */
    static String of(String what, String command) {
        return of(what) + " Please use '" + command + "' instead.";
    }
}
