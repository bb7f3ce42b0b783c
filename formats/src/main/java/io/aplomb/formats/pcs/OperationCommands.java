package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code pcs resource op add, remove, delete}, and operations of existing resources in general. */
final class OperationCommands {

    private static final Set<String> PRIMITIVE = Set.of("primitive");

    /** The attributes that {@code op add} knows. */
    private static final Set<String> ATTRIBUTES = Operations.ATTRIBUTES;

    private OperationCommands() {}

    static PcsAnswer add(Call call) {
        String id = call.word(0);
        StonithMismatch.warn(List.of(id), "op add", call);
        call.options().only("-f", "--force");
        call.expectWords(2, Integer.MAX_VALUE);
        add(id, call.from(1).words(), "", true, call);
        return call.done();
    }

    /**
     * Adds an operation.
     *
     * @param words its name and its options; words without {@code =} mean nothing
     * @param before the id of the operation to put it in front of; empty for the end
     * @param strict whether a second one of the same name needs {@code --force}
     */
    static void add(String resource, List<String> words, String before, boolean strict, Call call) {
        CibEdit cib = call.cib();
        Element primitive = find(resource, cib);
        String name = words.getFirst();
        if (name.contains("=")) {
            throw InvalidCommand.because(name + " does not appear to be a valid operation action");
        }
        Map<String, String> options = options(words.subList(1, words.size()));
        boolean force = call.options().force();
        check(options, force);
        options.merge(
                "interval",
                Interval.standard(name),
                (given, standard) -> given.isEmpty() ? standard : given);
        Element operation = element(resource, name, options, call);
        Element operations = primitive.childOrEmpty("operations");
        refuseSame(resource, operation, operations);
        if (strict && !force) {
            refuseSameName(resource, operation, operations, call);
        }
        cib.change(
                resource,
                found ->
                        found.withChanged(
                                child -> child.is("operations"),
                                Element.of("operations", Map.of()),
                                list -> inserted(list, operation, before)));
    }

    private static Element find(String resource, CibEdit cib) {
        return cib.find(resource, PRIMITIVE)
                .orElseThrow(() -> InvalidCommand.because("Unable to find resource: " + resource));
    }

    private static Element inserted(Element list, Element operation, String before) {
        List<Element> children = new ArrayList<>(list.children());
        int index = children.size();
        for (int i = 0; i < children.size(); i++) {
            if (!before.isEmpty() && children.get(i).id().equals(before)) {
                index = i;
            }
        }
        children.add(index, operation);
        return list.withChildren(children);
    }

    /** Options as the older commands take them: the last of a name counts. */
    static Map<String, String> options(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals >= 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return options;
    }

    /** Options that an operation cannot have are refused by force too: the schema would. */
    private static void check(Map<String, String> options, boolean force) {
        options.forEach(
                (name, value) -> {
                    if (!ATTRIBUTES.contains(name)) {
                        throw InvalidCommand.because(
                                name
                                        + " is not a valid op option"
                                        + (force ? "" : " (use --force to override)"));
                    }
                    if (name.equals("role") && !Roles.ALL.contains(value) && !force) {
                        throw InvalidCommand.because(
                                "role must be: "
                                        + Phrase.listOr(Roles.ALL)
                                        + " (use --force to override)");
                    }
                });
    }

    private static Element element(
            String resource, String name, Map<String, String> options, Call call) {
        CibEdit cib = call.cib();
        String id = options.getOrDefault("id", "");
        if (options.containsKey("id")) {
            Reports form = new Reports(false);
            Ids.check(id, "operation id", form);
            if (form.hasErrors()) {
                throw InvalidCommand.because(form.lines().getFirst().substring("Error: ".length()));
            }
            if (cib.exists(id)) {
                throw InvalidCommand.because(
                        "id '" + id + "' is already in use, please specify another one");
            }
        } else {
            id = cib.newId(resource + "-" + name + "-interval-" + options.get("interval"));
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("name", name);
        attributes.putAll(new TreeMap<>(options));
        if (!call.options().force()) {
            attributes.computeIfPresent(
                    "role", (key, role) -> Roles.forCib(role, Schema.hasRolesOfToday(cib)));
        }
        String level = attributes.remove(Operations.CHECK_LEVEL);
        Element operation = Element.of("op", attributes);
        if (level == null) {
            return operation;
        }
        Element set = Element.of(Pairs.INSTANCE, Map.of("id", cib.newId("params-" + id)));
        Map<String, String> pair = new LinkedHashMap<>();
        pair.put("id", cib.newId(id + "-" + Operations.CHECK_LEVEL + "-" + level));
        pair.put("name", Operations.CHECK_LEVEL);
        pair.put("value", level);
        return operation.withChild(set.withChild(Element.of("nvpair", pair)));
    }

    private static void refuseSame(String resource, Element operation, Element operations) {
        String name = operation.attribute("name", "");
        String interval = Interval.key(operation.attribute("interval", ""));
        List<String> same = new ArrayList<>();
        for (Element other : operations.children("op")) {
            if (name.equals(other.attribute("name"))
                    && interval.equals(Interval.key(other.attribute("interval", "")))) {
                same.add(text(other));
            }
        }
        if (!same.isEmpty()) {
            throw InvalidCommand.because(
                    "operation %s with interval %ss already specified for %s:%n%s"
                            .formatted(name, interval, resource, String.join("\n", same)));
        }
    }

    private static void refuseSameName(
            String resource, Element operation, Element operations, Call call) {
        String name = operation.attribute("name", "");
        List<String> same = new ArrayList<>();
        for (Element other : operations.children("op")) {
            boolean comparable =
                    !name.equals("monitor")
                            || (role(other, call).equals(role(operation, call))
                                    && level(other).equals(level(operation)));
            if (name.equals(other.attribute("name")) && comparable) {
                same.add(text(other));
            }
        }
        if (!same.isEmpty()) {
            throw InvalidCommand.because(
                    "operation %s already specified for %s, use --force to override:%n%s"
                            .formatted(name, resource, String.join("\n", same)));
        }
    }

    private static String role(Element operation, Call call) {
        String role = operation.attribute("role", "");
        return Roles.forCib(role.isEmpty() ? "Started" : role, Schema.hasRolesOfToday(call.cib()));
    }

    private static Optional<String> level(Element operation) {
        return Pairs.value(operation, Pairs.INSTANCE, Operations.CHECK_LEVEL);
    }

    /** An operation in one line. */
    static String text(Element operation) {
        StringBuilder text = new StringBuilder(operation.attribute("name", ""));
        new TreeMap<>(operation.attributes())
                .forEach(
                        (name, value) -> {
                            if (!name.equals("id") && !name.equals("name")) {
                                text.append(' ').append(name).append('=').append(value);
                            }
                        });
        for (Element set : operation.children()) {
            for (Element pair : set.children("nvpair")) {
                text.append(' ').append(pair.attribute("name", ""));
                text.append('=').append(pair.attribute("value", ""));
            }
        }
        return text.append(" (").append(operation.id()).append(')').toString();
    }

    static PcsAnswer delete(Call call) {
        call.options().only("-f");
        String id = call.word(0);
        StonithMismatch.warn(List.of(id), "op delete", call);
        CibEdit cib = call.cib();
        if (call.words().size() == 1) {
            if (cib.find(id, Set.of("op")).isEmpty()) {
                throw InvalidCommand.because("unable to find operation id: " + id);
            }
            cib.remove(id);
            return call.done();
        }
        Element primitive = find(id, cib);
        List<String> words = call.from(1).words();
        List<String> matching = matching(primitive, words);
        if (matching.isEmpty()) {
            throw InvalidCommand.because(
                    "Unable to find operation matching: " + String.join(" ", words));
        }
        matching.forEach(cib::remove);
        return call.done();
    }

    /** Ids of all operations of a name, or of the first with just these attributes. */
    private static List<String> matching(Element primitive, List<String> words) {
        Map<String, String> wanted = options(words.subList(1, words.size()));
        wanted.put("name", words.getFirst());
        List<String> ids = new ArrayList<>();
        for (Element operation : primitive.childOrEmpty("operations").children("op")) {
            Map<String, String> attributes = new TreeMap<>(operation.attributes());
            attributes.remove("id");
            if (words.size() == 1) {
                if (words.getFirst().equals(operation.attribute("name"))) {
                    ids.add(operation.id());
                }
            } else if (attributes.equals(wanted)) {
                return List.of(operation.id());
            }
        }
        return ids;
    }
}
