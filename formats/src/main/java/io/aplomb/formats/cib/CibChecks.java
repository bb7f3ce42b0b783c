package io.aplomb.formats.cib;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Severity;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.model.cib.Element;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What must hold in a tree for it to be a cluster information base. */
final class CibChecks {

    private static final Pattern SCORE = Pattern.compile("\\s*(?:[+-]?\\d+|[+-]?INFINITY)\\s*");

    /** The attributes of constraints that name a resource. */
    private static final List<String> RESOURCE_REFERENCES =
            List.of("rsc", "with-rsc", "first", "then");

    private static final List<String> ROLE_ATTRIBUTES =
            List.of("role", "rsc-role", "with-rsc-role");

    private final XmlTree tree;
    private final Diagnostics diagnostics;
    private final Map<String, Element> byId = new HashMap<>();
    private final Set<String> resources = new TreeSet<>();
    private final Set<String> nodes = new HashSet<>();
    private final int errorsBefore;

    /** False where the text switches the schema off. */
    private boolean strict = true;

    CibChecks(XmlTree tree, Diagnostics diagnostics) {
        this.tree = tree;
        this.diagnostics = diagnostics;
        this.errorsBefore = diagnostics.count(Severity.ERROR);
    }

    /** Reports what is wrong; says whether nothing of it is an error. */
    boolean check() {
        Element cib = tree.root();
        if (!cib.is("cib")) {
            error(cib, "the first element is '" + cib.name() + "', not 'cib'");
            return false;
        }
        Optional<Element> configuration = cib.child("configuration");
        if (configuration.isEmpty()) {
            error(cib, "there is no 'configuration' in it");
            return false;
        }
        strict = !cib.attribute("validate-with", "").equals("none");
        collect(configuration.get());
        for (Element state : cib.childOrEmpty("status").children("node_state")) {
            nodes.add(state.attribute("uname", ""));
        }
        walk(configuration.get(), "configuration");
        return diagnostics.count(Severity.ERROR) == errorsBefore;
    }

    /** Notes the ids and the names before the references to them are looked at. */
    private void collect(Element element) {
        String id = element.id();
        if (!id.isEmpty() && !ElementNames.WITHOUT_OWN_ID.contains(element.name())) {
            Element first = byId.putIfAbsent(id, element);
            if (first != null) {
                problem(
                        tree.position(element, "id"),
                        id.length(),
                        "the id '" + id + "' is taken: line " + first.line(),
                        null);
            }
        }
        if (ElementNames.RESOURCES.contains(element.name())) {
            resources.add(id);
        }
        if (element.is("node")) {
            nodes.add(element.attribute("uname", id));
        }
        if (element.is("primitive")
                && element.attribute("type", "").equals("remote")
                && element.attribute("provider", "").equals("pacemaker")) {
            nodes.add(id);
        }
        if (element.is("nvpair") && element.attribute("name", "").equals("remote-node")) {
            nodes.add(element.attribute("value", ""));
        }
        element.children().forEach(this::collect);
    }

    private void walk(Element element, String parent) {
        if (!ElementNames.KNOWN.contains(element.name())) {
            problem(
                    tree.position(element),
                    element.name().length(),
                    "unknown element '" + element.name() + "' in '" + parent + "'",
                    nearest(element.name(), ElementNames.KNOWN));
            return;
        }
        checkReferences(element);
        checkValues(element);
        for (Element child : element.children()) {
            walk(child, element.name());
        }
    }

    private void checkReferences(Element element) {
        String reference = element.attribute("id-ref");
        if (reference != null) {
            Element target = byId.get(reference);
            if (target == null) {
                unknown(element, "id-ref", reference, "element", byId.keySet());
            } else if (!target.is(element.name())) {
                warn(
                        tree.position(element, "id-ref"),
                        reference.length(),
                        "'" + reference + "' is a " + target.name(),
                        "a reference means an element of the same name, '" + element.name() + "'");
            }
        }
        String template = element.attribute("template");
        if (template != null && element.is("primitive")) {
            checkResource(element, "template", template);
        }
        if (element.is("resource_ref")) {
            checkResource(element, "id", element.id());
        }
        if (element.name().startsWith("rsc_")) {
            for (String attribute : RESOURCE_REFERENCES) {
                String resource = element.attribute(attribute);
                if (resource != null) {
                    checkResource(element, attribute, resource);
                }
            }
        }
        if (element.is("rsc_location")) {
            checkLocation(element);
        }
    }

    private void checkResource(Element element, String attribute, String id) {
        if (!byId.containsKey(id)) {
            unknown(element, attribute, id, "resource", resources);
        } else if (!resources.contains(id)) {
            warn(
                    tree.position(element, attribute),
                    id.length(),
                    "'" + id + "' is no resource, but a " + byId.get(id).name(),
                    nearest(id, resources));
        }
    }

    private void checkLocation(Element location) {
        String node = location.attribute("node");
        if (node != null && !nodes.contains(node)) {
            warn(
                    tree.position(location, "node"),
                    node.length(),
                    "there is no node '" + node + "': the constraint has no effect",
                    nearest(node, nodes));
        }
        String pattern = location.attribute("rsc-pattern");
        if (pattern == null) {
            return;
        }
        String positive = pattern.startsWith("!") ? pattern.substring(1) : pattern;
        try {
            Pattern.compile(positive);
        } catch (PatternSyntaxException invalid) {
            warn(
                    tree.position(location, "rsc-pattern"),
                    pattern.length(),
                    "not a pattern: " + invalid.getDescription(),
                    null);
        }
    }

    private void checkValues(Element element) {
        String score = element.attribute("score");
        if (score != null && !SCORE.matcher(score).matches()) {
            problem(
                    tree.position(element, "score"),
                    score.length(),
                    "'" + score + "' is no score",
                    "a score is a whole number, INFINITY or -INFINITY");
        }
        for (String attribute : ROLE_ATTRIBUTES) {
            String role = element.attribute(attribute);
            if (role == null || isRole(role)) {
                continue;
            }
            SourcePosition position = tree.position(element, attribute);
            String message = "unknown role '" + role + "'";
            String advice = nearest(role, ElementNames.ROLES);
            if (element.is("rule")) { // the schema takes any text there
                warn(position, role.length(), message, advice);
            } else {
                problem(position, role.length(), message, advice);
            }
        }
    }

    private static boolean isRole(String text) {
        return ElementNames.ROLES.stream().anyMatch(text::equalsIgnoreCase);
    }

    private void unknown(
            Element element, String attribute, String id, String what, Collection<String> known) {
        problem(
                tree.position(element, attribute),
                id.length(),
                "there is no " + what + " '" + id + "'",
                nearest(id, known));
    }

    private static @Nullable String nearest(String word, Collection<String> known) {
        return Suggestions.nearest(word, known)
                .map(found -> "did you mean '" + found + "'?")
                .orElse(null);
    }

    private void error(Element element, String message) {
        diagnostics.error(tree.position(element), element.name().length(), message);
    }

    /** An error, unless the text switches the schema off. */
    private void problem(
            SourcePosition position, int width, String message, @Nullable String advice) {
        if (!strict) {
            warn(position, width, message, advice);
        } else if (advice == null) {
            diagnostics.error(position, width, message);
        } else {
            diagnostics.error(position, width, message, advice);
        }
    }

    private void warn(SourcePosition position, int width, String message, @Nullable String advice) {
        if (advice == null) {
            diagnostics.warning(position, width, message);
        } else {
            diagnostics.warning(position, width, message, advice);
        }
    }
}
