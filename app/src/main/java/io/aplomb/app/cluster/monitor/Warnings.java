package io.aplomb.app.cluster.monitor;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.Member;
import io.aplomb.cluster.live.Membership;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What is dangerous, or easily forgotten, with the command that puts it right. */
final class Warnings {
    private Warnings() {}

    static List<String> of(Snapshot snapshot, ToolCall call) throws CommandFailure {
        List<String> warnings = new ArrayList<>();
        if (snapshot.report().settings().fencingEnabled() && !snapshot.report().hasFenceDevice()) {
            warnings.add("No stonith devices and stonith-enabled is not false");
        }
        moved(snapshot.cib()).ifPresent(warnings::add);
        if (call.cluster().isLive()) {
            Optional<String> lack = call.cluster().node().view().lackOfQuorum();
            lack.ifPresent(why -> warnings.add("No quorum: " + why));
            warnings.addAll(votes(snapshot, call.cluster().node().state().membership()));
        }
        return warnings;
    }

    private static Optional<String> moved(Element cib) {
        TreeSet<String> resources = new TreeSet<>();
        for (Element constraint :
                cib.childOrEmpty("configuration")
                        .childOrEmpty("constraints")
                        .children("rsc_location")) {
            if (constraint.id().startsWith("cli-")) {
                resources.add(constraint.attribute("rsc", ""));
            }
        }
        return resources.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Following resources have been moved and their move constraints are still"
                                + " in place: '"
                                + String.join("', '", resources)
                                + "'\nRun 'pcs constraint location' or 'pcs resource clear <resource"
                                + " id>' to view or remove the constraints, respectively");
    }

    /** Two machines cannot know which of them is cut off. */
    private static List<String> votes(Snapshot snapshot, Membership membership) {
        if (membership.voters() != 2) {
            return List.of();
        }
        boolean fencing =
                snapshot.report().settings().fencingEnabled() && hasDevice(snapshot.cib());
        boolean ignored = snapshot.report().quorumPolicy().equals("ignore");
        String names =
                membership.members().stream()
                        .filter(Member::votes)
                        .map(Member::name)
                        .reduce((a, b) -> a + " and " + b)
                        .orElse("");
        String remedy =
                "\nAny third small machine makes it safe: aplomb quorum witness add NAME"
                        + " addr=ADDRESS";
        if (ignored && !fencing) {
            return List.of(
                    "Two nodes, no-quorum-policy=ignore and no fencing: when "
                            + names
                            + " lose sight of each other, neither can know which of them is cut"
                            + " off. Writes still need both; resources stay where their lease lets"
                            + " them"
                            + remedy);
        }
        return List.of(
                "Two nodes without a witness: when one of "
                        + names
                        + " is lost the other has no majority"
                        + (fencing ? " until it has fenced it" : " and stops its resources")
                        + remedy);
    }

    /** A device that another node can use; a watchdog is none. */
    private static boolean hasDevice(Element in) {
        return (in.is("primitive") && "stonith".equals(in.attribute("class")))
                || in.children().stream().anyMatch(Warnings::hasDevice);
    }
}
