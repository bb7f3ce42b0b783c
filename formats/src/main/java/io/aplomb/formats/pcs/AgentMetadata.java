package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent says of itself.
 *
 * @param name in full, such as {@code ocf:heartbeat:IPaddr2}
 * @param version of the description's format: {@code 1.0} or {@code 1.1}
 * @param shortDescription one line, may be empty
 * @param longDescription lines, may be empty
 * @param parameters in the agent's order
 * @param actions in the agent's order
 */
public record AgentMetadata(
        String name,
        String version,
        String shortDescription,
        String longDescription,
        List<Parameter> parameters,
        List<Action> actions) {

    /** Keeps unmodifiable copies. */
    public AgentMetadata {
        parameters = List.copyOf(parameters);
        actions = List.copyOf(actions);
    }

    /**
     * One parameter.
     *
     * @param defaultValue empty also where the agent names none
     * @param type {@code string}, {@code boolean}, {@code integer}, {@code select} ...
     * @param choices the values of a select, else empty
     * @param advanced not for everyday use: shown on demand only
     * @param deprecatedBy names of what to use instead
     * @param deprecation why, may be empty
     * @param uniqueGroup parameters of one group together are unique among resources of the type;
     *     empty where it is of none. One that is unique alone is in {@link #ALONE} and its name.
     */
    public record Parameter(
            String name,
            String shortDescription,
            String longDescription,
            String type,
            String defaultValue,
            List<String> choices,
            boolean required,
            boolean advanced,
            boolean deprecated,
            List<String> deprecatedBy,
            String deprecation,
            String uniqueGroup) {

        /** How the group of a parameter begins that is unique alone. */
        public static final String ALONE = "__pcs_unique_group_";

        /** Keeps unmodifiable copies. */
        public Parameter {
            choices = List.copyOf(choices);
            deprecatedBy = List.copyOf(deprecatedBy);
        }
    }

    /**
     * One action.
     *
     * @param attributes {@code interval}, {@code timeout}, {@code role}, {@code depth}, {@code
     *     start-delay} ... as far as the agent names them
     */
    public record Action(String name, Map<String, String> attributes) {
        /** Keeps an unmodifiable copy. */
        public Action {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Its parameter of this name. */
    public Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(parameter -> parameter.name().equals(wanted)).findFirst();
    }

    /** Whether it has an action of this name. */
    public boolean hasAction(String wanted) {
        return actions.stream().anyMatch(action -> action.name().equals(wanted));
    }

    /** Names of parameters by the group in which they are unique. */
    Map<String, List<String>> uniqueGroups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (!parameter.uniqueGroup().isEmpty()) {
                groups.computeIfAbsent(parameter.uniqueGroup(), group -> new ArrayList<>())
                        .add(parameter.name());
            }
        }
        return groups;
    }
}
