package io.aplomb.formats.pcs;

import java.util.List;
import java.util.Map;

/**
 * What an agent says of itself.
 *
 * @param name in full, such as {@code ocf:heartbeat:IPaddr2}
 * @param shortDescription one line, may be empty
 * @param longDescription lines, may be empty
 * @param parameters in the agent's order
 * @param actions in the agent's order
 */
public record AgentMetadata(
        String name,
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
     * @param type {@code string}, {@code boolean}, {@code integer}, {@code select} ...
     * @param defaultValue empty where there is none
     * @param hasDefault whether the agent names a default at all
     * @param choices the values of a select, else empty
     * @param uniqueGroup parameters of one group together are unique among resources of the type;
     *     empty where it is of none
     * @param deprecatedBy names of what to use instead
     */
    public record Parameter(
            String name,
            String shortDescription,
            String longDescription,
            String type,
            String defaultValue,
            boolean hasDefault,
            List<String> choices,
            boolean required,
            boolean advanced,
            boolean deprecated,
            List<String> deprecatedBy,
            String uniqueGroup,
            boolean reloadable) {
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
     *     start-delay}, {@code OCF_CHECK_LEVEL} ... as far as the agent names them
     */
    public record Action(String name, Map<String, String> attributes) {
        /** Keeps an unmodifiable copy. */
        public Action {
            attributes = Map.copyOf(attributes);
        }
    }
}
