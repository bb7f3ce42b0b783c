package io.aplomb.control.node;

import io.aplomb.model.cib.Element;
import java.util.Comparator;
import java.util.List;

/** The role in which a node has a resource, as the results of its operations tell. */
enum RecordedRole {
    STOPPED,
    STARTED,
    PROMOTED;

    private static final int PROMOTED_RC = 8;

    boolean runs() {
        return this != STOPPED;
    }

    /**
     * What the newest of its operations says.
     *
     * @param history an {@code lrm_resource}
     */
    static RecordedRole of(Element history) {
        List<Element> operations =
                history.children("lrm_rsc_op").stream()
                        .sorted(Comparator.comparingLong(RecordedRole::call))
                        .toList();
        RecordedRole role = STOPPED;
        for (Element one : operations) {
            role = after(role, one);
        }
        return role;
    }

    private static long call(Element operation) {
        try {
            return Long.parseLong(operation.attribute("call-id", "0"));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static RecordedRole after(RecordedRole before, Element operation) {
        String rc = operation.attribute("rc-code", "");
        boolean well = rc.equals("0");
        return switch (operation.attribute("operation", "")) {
            case "start", "migrate_from", "demote" -> well ? STARTED : before;
            case "promote" -> well ? PROMOTED : before;
            case "stop", "migrate_to" -> well ? STOPPED : before;
            case "monitor" ->
                    well ? STARTED : rc.equals(Integer.toString(PROMOTED_RC)) ? PROMOTED : before;
            default -> before;
        };
    }
}
