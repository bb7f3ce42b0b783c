package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code pcs constraint location}. */
final class LocationCommands implements CommandSet {

    private static final String UNCHECKED =
            "Validation for node existence in the cluster will be skipped";
    private static final String DISCOVERY = "resource-discovery";
    private static final Set<String> DISCOVERIES = Set.of("always", "never", "exclusive");

    @Override
    public PcsAnswer run(Call call) {
        if (call.words().isEmpty()) {
            return LocationText.config(call);
        }
        String word = call.word(0);
        return switch (word) {
            case "add" -> add(call.from(1));
            case "delete", "remove" -> delete(call.from(1));
            case "config" -> LocationText.config(call.from(1));
            case "show" -> {
                OldForms.command("constraint location config", call);
                yield LocationText.config(call.from(1));
            }
            default -> ofResource(call);
        };
    }

    private static PcsAnswer ofResource(Call call) {
        call.expectWords(3, Integer.MAX_VALUE);
        return call.word(1).equals("rule") ? rule(call) : preferences(call);
    }

    /** The resource, or the pattern of resources, that a constraint is about. */
    private record Subject(String attribute, String value) {

        static Subject of(String word) {
            TypedWord typed = TypedWord.parse(word, Set.of("resource", "regexp"), "resource");
            return new Subject(
                    typed.type().equals("regexp") ? "rsc-pattern" : "rsc", typed.value());
        }

        void requireKnown(Call call) {
            if (attribute.equals("rsc")) {
                ConstraintTargets.require(value, call);
            }
        }
    }

    /** {@code RESOURCE prefers|avoids NODE[=SCORE]...}. */
    private static PcsAnswer preferences(Call call) {
        call.options().only("--force", "-f");
        Subject subject = Subject.of(call.word(0));
        boolean prefers =
                switch (call.word(1)) {
                    case "prefers" -> true;
                    case "avoids" -> false;
                    default -> throw InvalidCommand.usage();
                };
        Map<String, String> scores = new LinkedHashMap<>();
        boolean checked = isNodeChecked(call);
        for (String word : call.from(2).words()) {
            int equals = word.indexOf('=');
            String node = equals < 0 ? word : word.substring(0, equals);
            String score = equals < 0 ? Scores.INFINITY : word.substring(equals + 1);
            Scores.require(score);
            scores.put(node, prefers ? score : negated(score));
        }
        if (checked) {
            requireNodes(scores.keySet(), call);
        }
        scores.forEach(
                (node, score) -> {
                    String id =
                            Ids.sanitized("location-" + subject.value + "-" + node + "-" + score);
                    ConstraintIds.requireForm(id, "constraint id");
                    subject.requireKnown(call);
                    put(id, subject, node, score, Map.of(), call);
                });
        return call.done();
    }

    private static String negated(String score) {
        return score.startsWith("-") ? score.substring(1) : "-" + score;
    }

    /** {@code add ID RESOURCE NODE SCORE [resource-discovery=VALUE]}. */
    private static PcsAnswer add(Call call) {
        call.options().only("--force", "-f");
        call.expectWords(4, Integer.MAX_VALUE);
        Map<String, String> attributes = extraAttributes(call.from(4).words(), call);
        Subject subject = Subject.of(call.word(1));
        String node = call.word(2);
        String score = call.word(3);
        if (isNodeChecked(call)) {
            requireNodes(Set.of(node), call);
        }
        Scores.require(score);
        ConstraintIds.requireForm(call.word(0), "constraint id");
        subject.requireKnown(call);
        put(call.word(0), subject, node, score, attributes, call);
        return call.done();
    }

    private static Map<String, String> extraAttributes(List<String> words, Call call) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw InvalidCommand.because("bad option '" + word + "'");
            }
            String name = word.substring(0, equals);
            if (!name.equals(DISCOVERY) && !call.options().force()) {
                throw InvalidCommand.because("bad option '" + name + "', use --force to override");
            }
            attributes.put(name, word.substring(equals + 1));
        }
        requireDiscovery(attributes.get(DISCOVERY));
        return attributes;
    }

    private static void requireDiscovery(@Nullable String value) {
        if (value != null && !DISCOVERIES.contains(value)) {
            throw InvalidCommand.because(
                    "'%s' is not a valid %s value, use %s"
                            .formatted(value, DISCOVERY, Phrase.list(DISCOVERIES)));
        }
    }

    /** A running cluster's nodes are known; those of a file may still come. */
    private static boolean isNodeChecked(Call call) {
        if (call.request().live() && !call.options().force()) {
            return true;
        }
        call.reports().warning(UNCHECKED);
        return false;
    }

    private static void requireNodes(Set<String> nodes, Call call) {
        Set<String> known = NodeNames.all(call.cib());
        boolean missing = false;
        for (String node : nodes) {
            if (!known.contains(node)) {
                call.reports()
                        .forceable("Node '" + node + "' does not appear to exist in configuration");
                missing = true;
            }
        }
        if (missing) {
            throw InvalidCommand.reported();
        }
    }

    /** Adds a constraint; one of the same id, or about the same resource and node, goes. */
    private static void put(
            String id,
            Subject subject,
            String node,
            String score,
            Map<String, String> more,
            Call call) {
        Element added =
                Element.of("rsc_location", Map.of("id", id))
                        .with(subject.attribute, subject.value)
                        .with("node", node)
                        .with("score", score)
                        .withAttributesOf(Element.of("", more));
        call.cib()
                .changeSection(
                        "constraints",
                        section ->
                                section.withoutChildren(
                                                old ->
                                                        old.is("rsc_location")
                                                                && (old.id().equals(id)
                                                                        || isAbout(
                                                                                old, subject,
                                                                                node)))
                                        .withChild(added));
    }

    private static boolean isAbout(Element location, Subject subject, String node) {
        return location.attribute("node", "").equals(node)
                && location.attribute(subject.attribute, "").equals(subject.value);
    }

    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(1, 1);
        String id = call.word(0);
        boolean there =
                call.cib().section("constraints").children("rsc_location").stream()
                        .anyMatch(location -> location.id().equals(id));
        if (!there) {
            throw InvalidCommand.because("resource location id: " + id + " not found.");
        }
        call.cib().remove(id);
        return call.done();
    }

    /** {@code RESOURCE rule [OPTIONS] EXPRESSION}. */
    private static PcsAnswer rule(Call call) {
        call.options().only("--force", "-f");
        Subject subject = Subject.of(call.word(0));
        RuleOptions options =
                RuleOptions.parse(call.from(2).words(), List.of("constraint-id", DISCOVERY));
        subject.requireKnown(call);
        Element location = Element.of("rsc_location", Map.of());
        String discovery = options.value(DISCOVERY);
        requireDiscovery(discovery.isEmpty() ? null : discovery);
        if (!discovery.isEmpty()) {
            location = location.with(DISCOVERY, discovery);
        }
        String id = options.value("constraint-id");
        if (id.isEmpty()) {
            id = call.cib().newId(Ids.sanitized("location-" + subject.value));
        } else {
            ConstraintIds.requireNew(id, "constraint id", call);
            call.cib().book(id);
        }
        location = location.with("id", id).with(subject.attribute, subject.value);
        Element complete = LocationRules.withRule(location, options, call);
        LocationRules.refuseDuplicate(complete, call);
        call.cib().add("constraints", complete);
        return call.done();
    }
}
