package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.cluster.rules.Rules;
import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads where resources like to be. */
final class LocationReader {
    private final Cluster cluster;
    private final ConstraintReader names;

    LocationReader(Cluster cluster, ConstraintReader names) {
        this.cluster = cluster;
        this.names = names;
    }

    void read(Element constraint) {
        String id = constraint.attribute("rsc");
        String pattern = constraint.attribute("rsc-pattern");
        if (pattern != null) {
            readPattern(constraint, pattern);
        } else if (id != null) {
            List<String> several = names.several(id);
            for (String each : several == null ? List.of(id) : several) {
                readFor(constraint, names.resource(each), List.of());
            }
        } else {
            for (Element set : names.expanded(constraint).children("resource_set")) {
                Element local = withSetting(withSetting(constraint, set, "role"), set, "score");
                names.members(set).forEach(resource -> readFor(local, resource, List.of()));
            }
        }
    }

    private static Element withSetting(Element constraint, Element set, String name) {
        String value = set.attribute(name);
        return value == null ? constraint : constraint.with(name, value);
    }

    private void readPattern(Element constraint, String text) {
        boolean inverted = text.startsWith("!");
        Pattern pattern;
        try {
            pattern = Pattern.compile(inverted ? text.substring(1) : text);
        } catch (PatternSyntaxException _) {
            return;
        }
        for (Resource resource : cluster.resources) {
            Matcher matcher = pattern.matcher(resource.id);
            boolean found = matcher.find();
            if (found == inverted) {
                continue;
            }
            List<String> groups = new ArrayList<>();
            if (found) {
                for (int i = 0; i <= matcher.groupCount(); i++) {
                    String group = matcher.group(i);
                    groups.add(group == null ? "" : group);
                }
            }
            readFor(constraint, resource, groups);
        }
    }

    private void readFor(Element constraint, @Nullable Resource resource, List<String> groups) {
        if (resource == null) {
            return;
        }
        String nodeName = constraint.attribute("node");
        String score = constraint.attribute("score");
        if (nodeName != null && score != null) {
            Node node = cluster.nodesByName.get(nodeName.toLowerCase(Locale.ROOT));
            if (node == null) {
                node = cluster.nodesById.get(nodeName);
            }
            if (node != null) {
                add(
                        constraint,
                        resource,
                        constraint.attribute("role"),
                        Map.of(node, Scores.parse(score)));
            }
            return;
        }
        for (Element rule : constraint.children("rule")) {
            Map<Node, Integer> scores = scores(rule, resource, groups);
            if (!scores.isEmpty()) {
                String role = rule.attribute("role");
                add(
                        constraint,
                        resource,
                        role != null ? role : constraint.attribute("role"),
                        scores);
            }
        }
    }

    private Map<Node, Integer> scores(Element rule, Resource resource, List<String> groups) {
        Map<Node, Integer> scores = new LinkedHashMap<>();
        RuleInput input =
                cluster.rules()
                        .matching(groups, Parameters.of(cluster, resource, null), resource.meta);
        for (Node node : cluster.nodes) {
            if (Rules.holds(rule, input.onNode(node.attributes))) {
                scores.put(node, score(rule, node, groups));
            }
        }
        return scores;
    }

    private static int score(Element rule, Node node, List<String> groups) {
        String score = rule.attribute("score");
        if (score != null) {
            return Scores.parse(score);
        }
        String attribute = rule.attribute("score-attribute");
        if (attribute == null) {
            attribute = rule.attribute("score-attribute-mangled");
        }
        if (attribute == null) {
            return 0;
        }
        for (int i = 0; i < groups.size(); i++) {
            attribute = attribute.replace("%" + i, groups.get(i));
        }
        String value = node.attribute(attribute);
        return value == null ? -Scores.INFINITY : Scores.parse(value);
    }

    private void add(
            Element constraint,
            Resource resource,
            @Nullable String role,
            Map<Node, Integer> scores) {
        Role parsed = Role.parse(role);
        LocationConstraint location =
                new LocationConstraint(
                        constraint.id(),
                        resource,
                        parsed.above(Role.STARTED) ? parsed : Role.UNKNOWN,
                        discovery(constraint.attribute("resource-discovery")),
                        scores);
        if (location.discovery() == Candidate.Discovery.EXCLUSIVE) {
            resource.exclusiveDiscovery = true;
        }
        cluster.locations.add(location);
        resource.locations.add(location);
    }

    private static Candidate.Discovery discovery(@Nullable String text) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "never" -> Candidate.Discovery.NEVER;
            case "exclusive" -> Candidate.Discovery.EXCLUSIVE;
            default -> Candidate.Discovery.ALWAYS;
        };
    }
}
