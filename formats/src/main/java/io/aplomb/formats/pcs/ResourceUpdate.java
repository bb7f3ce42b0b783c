package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code pcs resource update} and {@code meta}. */
final class ResourceUpdate {

    /** What is behind the resource. */
    private record Parts(
            List<String> parameters, List<List<String>> operations, List<String> meta) {}

    private ResourceUpdate() {}

    static PcsAnswer update(Call call) {
        String id = call.word(0);
        StonithMismatch.warn(List.of(id), "update", call);
        call.options().only("-f", "--wait", "--force", "--agent-validation");
        call.expectWords(2, Integer.MAX_VALUE);
        Optional<Wait> wait = Wait.of(call);
        CibEdit cib = call.cib();
        Optional<Element> primitive = cib.find(id, Set.of("primitive"));
        if (primitive.isPresent()) {
            update(primitive.get(), parse(call.from(1).words()), call);
        } else {
            updateClone(id, call);
        }
        return Wait.finish(wait, List.of(id), RuntimeRequest.Expectation.SETTLED, call);
    }

    private static Parts parse(List<String> words) {
        List<String> parameters = new ArrayList<>();
        List<List<String>> operations = new ArrayList<>();
        List<String> meta = new ArrayList<>();
        String keyword = "";
        for (String word : words) {
            if (word.equals("op")) {
                keyword = word;
                operations.add(new ArrayList<>());
            } else if (word.equals("meta")) {
                keyword = word;
            } else if (keyword.equals("op")) {
                if (!word.contains("=") && !operations.getLast().isEmpty()) {
                    operations.add(new ArrayList<>());
                }
                operations.getLast().add(word);
            } else if (keyword.equals("meta")) {
                if (word.contains("=")) {
                    meta.add(word);
                }
            } else {
                parameters.add(word);
            }
        }
        return new Parts(parameters, operations, meta);
    }

    private static void update(Element primitive, Parts parts, Call call) {
        String id = primitive.id();
        CibEdit cib = call.cib();
        AgentName name = AgentName.of(primitive);
        Map<String, String> parameters = OperationCommands.options(parts.parameters());
        switch (call.agents().lookup(name.full())) {
            case AgentCatalog.Found found ->
                    new AgentParameters(name, found.metadata(), call.reports())
                            .checkChanged(
                                    parameters, Pairs.first(primitive, Pairs.INSTANCE), cib, id);
            case AgentCatalog.Absent absent ->
                    call.reports().forceable(ResourceAgents.absence(name, absent));
        }
        call.reports().stopOnErrorsQuietly();
        cib.change(id, found -> Pairs.append(found, Pairs.INSTANCE, parameters, cib));
        Map<String, String> meta = Words.pairs(parts.meta());
        String node = Pairs.value(primitive, Pairs.META, GuestNodes.NAME).orElse(null);
        if (!Objects.equals(node, meta.get(GuestNodes.NAME))) {
            GuestNodes.checkMeta(meta, true, call);
            call.reports().stopOnErrors();
        }
        cib.change(id, found -> Pairs.append(found, Pairs.META, meta, cib));
        cib.change(id, ResourceUpdate::withOperations);
        parts.operations().forEach(words -> updateOperation(id, words, call));
    }

    private static Element withOperations(Element primitive) {
        return primitive.child("operations").isPresent()
                ? primitive
                : primitive.withChild(Element.of("operations", Map.of()));
    }

    /** Replaces the first operation of the same name and role. */
    private static void updateOperation(String resource, List<String> words, Call call) {
        if (words.isEmpty()) {
            return;
        }
        if (words.getFirst().contains("=")) {
            throw InvalidCommand.because(
                    words.getFirst() + " does not appear to be a valid operation action");
        }
        if (words.size() < 2) {
            return;
        }
        CibEdit cib = call.cib();
        String given =
                OperationCommands.options(words.subList(1, words.size())).getOrDefault("role", "");
        boolean today = Schema.hasRolesOfToday(cib);
        String role = Roles.forCib(given, today);
        Element primitive = cib.find(resource).orElseThrow();
        String replaced = "";
        String before = "";
        for (Element operation : primitive.childOrEmpty("operations").children("op")) {
            if (!replaced.isEmpty()) {
                before = operation.id();
                break;
            }
            if (words.getFirst().equals(operation.attribute("name"))
                    && Roles.forCib(operation.attribute("role", ""), today).equals(role)) {
                replaced = operation.id();
            }
        }
        if (!replaced.isEmpty()) {
            cib.remove(replaced);
        }
        OperationCommands.add(resource, words, before, false, call);
    }

    private static void updateClone(String id, Call call) {
        CibEdit cib = call.cib();
        if (cib.find(id, ResourceTree.CLONES).isEmpty()) {
            throw InvalidCommand.because("Unable to find resource: " + id);
        }
        modernise(id, cib);
        Element clone = cib.find(id).orElseThrow();
        Map<String, String> meta = CloneCommands.options(call.from(1).words());
        CloneCommands.checkOptions(ResourceTree.inner(clone).getFirst(), meta, call);
        cib.change(id, found -> Pairs.append(found, Pairs.META, new TreeMap<>(meta), cib));
    }

    /** An element of the old name becomes one of today's where it is changed. */
    private static void modernise(String id, CibEdit cib) {
        cib.find(id, Set.of("master"))
                .ifPresent(master -> cib.change(id, found -> References.asClone(found, cib)));
    }

    static PcsAnswer meta(Call call) {
        String id = call.word(0);
        StonithMismatch.warn(List.of(id), "meta", call);
        call.options().only("--force", "--wait", "-f");
        call.expectWords(2, Integer.MAX_VALUE);
        List<String> words = call.from(1).words();
        GuestNodes.checkMeta(Words.pairs(words), true, call);
        call.reports().stopOnErrors();
        CibEdit cib = call.cib();
        modernise(id, cib);
        Element resource =
                cib.find(id, ResourceTree.ALL)
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "unable to find a resource/clone/group: " + id));
        Optional<Wait> wait = Wait.of(call);
        Map<String, String> meta = OperationCommands.options(words);
        if (ResourceTree.isClone(resource)) {
            CloneCommands.checkOptions(ResourceTree.inner(resource).getFirst(), meta, call);
        }
        cib.change(id, found -> Pairs.append(found, Pairs.META, meta, cib));
        return Wait.finish(wait, List.of(id), RuntimeRequest.Expectation.SETTLED, call);
    }
}
