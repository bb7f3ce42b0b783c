package io.aplomb.formats.pcs;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for the agent that a command names. */
final class ResourceAgents {

    private ResourceAgents() {}

    /** The agent of a full or a short name. */
    static AgentName name(String given, Call call) {
        try {
            return given.contains(":")
                    ? AgentName.parse(given)
                    : AgentName.guess(given, call.agents(), call.reports());
        } catch (InvalidCommand refusal) {
            throw refusal.withReport(Reports.UNABLE);
        }
    }

    /**
     * What the agent says of itself; empty with {@code --force} where it is not there.
     *
     * @throws InvalidCommand without {@code --force}
     */
    static Optional<AgentMetadata> metadata(AgentName name, Call call) {
        return switch (call.agents().lookup(name.full())) {
            case AgentCatalog.Found found -> Optional.of(found.metadata());
            case AgentCatalog.Absent absent -> {
                call.reports().forceable(absence(name, absent));
                call.reports().stopOnErrors();
                yield Optional.empty();
            }
        };
    }

    static String absence(AgentName name, AgentCatalog.Absent absent) {
        return "Agent '"
                + name.full()
                + "' is not installed or does not provide valid metadata: "
                + absent.reason();
    }

    /** What stands for an agent that is not there. */
    static AgentMetadata unknown(AgentName name) {
        return new AgentMetadata(name.full(), "1.0", "", "", List.of(), List.of());
    }

    /**
     * Reports options of a clone that the agent cannot do.
     *
     * @param of names the resource where it is one of several; may be empty
     */
    static void checkClone(
            Map<String, String> options,
            AgentName name,
            Optional<AgentMetadata> known,
            String of,
            Call call) {
        if (!name.isOcf()) {
            for (String option : List.of("globally-unique", "promotable")) {
                if (Validation.isTrue(options.getOrDefault(option, "0"))) {
                    call.reports().error(incompatible(option, name, of));
                }
            }
            return;
        }
        boolean cannotPromote =
                known.isPresent()
                        && known.get().version().equals("1.1")
                        && !(known.get().hasAction("promote") && known.get().hasAction("demote"));
        if (cannotPromote && Validation.isTrue(options.getOrDefault("promotable", "0"))) {
            call.reports().forceable(incompatible("promotable", name, of));
        }
    }

    private static String incompatible(String option, AgentName name, String of) {
        return "Clone option '"
                + option
                + "' is not compatible with '"
                + name.full()
                + "' resource agent"
                + of;
    }
}
