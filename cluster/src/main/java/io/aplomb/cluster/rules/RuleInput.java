package io.aplomb.cluster.rules;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is evaluated against. What is absent makes the expressions about it fail, those on
 * times excepted: the time is always there.
 *
 * @param now the time, in the zone whose fields a {@code date_spec} looks at
 * @param localZone the zone of times written without one
 * @param nodeAttributes of one node, with the special ones such as {@code #uname}; null where no
 *     node is meant, in which case every attribute expression fails
 * @param role of the resource, such as {@code Promoted}
 * @param agent of the resource
 * @param operation that is being configured
 * @param match the resource of a location constraint
 */
public record RuleInput(
        OffsetDateTime now,
        ZoneOffset localZone,
        @Nullable Map<String, String> nodeAttributes,
        @Nullable String role,
        @Nullable Agent agent,
        @Nullable Operation operation,
        @Nullable Match match) {

    /**
     * The agent of a resource.
     *
     * @param standard the class, such as {@code ocf}
     * @param provider only where the class has providers
     * @param type such as {@code IPaddr2}
     */
    public record Agent(
            @Nullable String standard, @Nullable String provider, @Nullable String type) {}

    /** An operation: its name and its interval in milliseconds. */
    public record Operation(@Nullable String name, long intervalMs) {}

    /**
     * The resource a location constraint is about. Where it is absent, {@code value-source} is
     * ignored and values are literal, as in the rules of name-value sets.
     *
     * @param groups what the pattern of the constraint matched, the whole first, then its groups,
     *     empty for one that took no part; an empty list where it has no pattern
     * @param parameters its instance attributes
     * @param metaAttributes its meta attributes
     */
    public record Match(
            List<String> groups,
            Map<String, String> parameters,
            Map<String, String> metaAttributes) {}

    /** A time in its own zone, nothing else. */
    public static RuleInput at(OffsetDateTime now) {
        return at(now, now.getOffset());
    }

    /** A time, and the zone of the times in the configuration that name none. */
    public static RuleInput at(OffsetDateTime now, ZoneOffset localZone) {
        return new RuleInput(now, localZone, null, null, null, null, null);
    }

    /** The same on a node. */
    public RuleInput onNode(Map<String, String> attributes) {
        return new RuleInput(now, localZone, attributes, role, agent, operation, match);
    }

    /** The same for a resource in this role. */
    public RuleInput inRole(String ofResource) {
        return new RuleInput(now, localZone, nodeAttributes, ofResource, agent, operation, match);
    }

    /** The same for a resource with this agent. */
    public RuleInput ofAgent(
            @Nullable String standard, @Nullable String provider, @Nullable String type) {
        Agent ofResource = new Agent(standard, provider, type);
        return new RuleInput(now, localZone, nodeAttributes, role, ofResource, operation, match);
    }

    /** The same for an operation. */
    public RuleInput ofOperation(@Nullable String name, long intervalMs) {
        Operation configured = new Operation(name, intervalMs);
        return new RuleInput(now, localZone, nodeAttributes, role, agent, configured, match);
    }

    /** The same for the resource of a location constraint. */
    public RuleInput matching(
            List<String> groups,
            Map<String, String> parameters,
            Map<String, String> metaAttributes) {
        Match found = new Match(groups, parameters, metaAttributes);
        return new RuleInput(now, localZone, nodeAttributes, role, agent, operation, found);
    }
}
