package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code pcs resource create}. */
final class ResourceCreate implements CommandSet {

    private static final Set<String> KEYWORDS =
            Set.of("op", "meta", "clone", "promotable", "bundle");

    private static final String PROMOTABLE = "promotable";

    /**
     * What is behind the name and the agent.
     *
     * @param cloneOptions the options of a clone, none where it is to be none
     * @param cloneId empty where it is to be found
     */
    private record Parts(
            Map<String, String> parameters,
            List<Map<String, String>> operations,
            Map<String, String> meta,
            Optional<Map<String, String>> cloneOptions,
            String cloneId) {

        /** For a device without which a node cannot begin. */
        Parts unfencing() {
            Map<String, String> provided = new LinkedHashMap<>(meta);
            provided.put("provides", "unfencing");
            return new Parts(parameters, operations, provided, cloneOptions, cloneId);
        }
    }

    @Override
    public PcsAnswer run(Call call) {
        call.options()
                .only(
                        "--agent-validation",
                        "--before",
                        "--after",
                        "--group",
                        "--force",
                        "--disabled",
                        "--no-default-ops",
                        "--wait",
                        "-f");
        call.expectWords(2, Integer.MAX_VALUE);
        Parts parts = parse(call);
        checkPlace(call.options());
        String id = call.word(0);
        AgentName name = ResourceAgents.name(call.word(1), call);
        if (name.isStonith()) {
            call.reports().deprecation(StonithMismatch.of("fence agent"));
        }
        return create(id, name, parts, call);
    }

    /** {@code pcs stonith create}. */
    static PcsAnswer device(Call call) {
        call.options()
                .only(
                        "--before",
                        "--after",
                        "--group",
                        "--force",
                        "--disabled",
                        "--no-default-ops",
                        "--agent-validation",
                        "--wait",
                        "-f");
        checkPlace(call.options());
        call.expectWords(2, Integer.MAX_VALUE);
        Words.Groups groups = Words.group(call.from(2).words(), Set.of("op", "meta"));
        Parts parts =
                new Parts(
                        Words.pairs(groups.first()),
                        Operations.parse(groups.each("op")),
                        Words.pairs(groups.words("meta")),
                        Optional.empty(),
                        "");
        if (call.options().has("--group")) {
            call.reports()
                    .deprecation(
                            "Option to group stonith resource is deprecated and will be removed in"
                                    + " a future release.");
        }
        String type = call.word(1);
        if (type.contains(":")) {
            call.reports()
                    .error(
                            "Invalid stonith agent name '%s'. Agent name cannot contain the ':'"
                                            .formatted(type)
                                    + " character, do not use the 'stonith:' prefix. List of agents"
                                    + " can be obtained by using command 'pcs stonith list'.");
            call.reports().stopOnErrors();
        }
        return create(call.word(0), AgentName.parse("stonith:" + type), parts, call);
    }

    private static PcsAnswer create(String id, AgentName name, Parts given, Call call) {
        Optional<AgentMetadata> known = ResourceAgents.metadata(name, call);
        Parts parts =
                call.isOfStonith() && known.filter(ResourceCreate::isUnfencing).isPresent()
                        ? given.unfencing()
                        : given;
        parts.cloneOptions()
                .ifPresent(clone -> ResourceAgents.checkClone(clone, name, known, "", call));
        call.reports().stopOnErrors();
        Optional<Wait> wait = Wait.of(call);
        GuestNodes.checkNew(name, id, parts.meta(), parts.parameters(), call);
        create(id, name, known, parts, call);
        boolean stopped =
                call.options().has("--disabled")
                        || isStopped(parts.meta())
                        || parts.cloneOptions().filter(ResourceCreate::isDeactivated).isPresent();
        return Wait.finish(
                wait,
                List.of(id),
                stopped ? RuntimeRequest.Expectation.STOPPED : RuntimeRequest.Expectation.RUNNING,
                call);
    }

    /** Whether a node has to be switched on by the agent before it can take part. */
    private static boolean isUnfencing(AgentMetadata agent) {
        return agent.actions().stream()
                .filter(action -> action.name().equals("on"))
                .map(AgentMetadata.Action::attributes)
                .anyMatch(
                        given ->
                                Validation.isTrue(given.getOrDefault("automatic", ""))
                                        && Validation.isTrue(given.getOrDefault("on_target", "")));
    }

    private static Parts parse(Call call) {
        Words.Groups groups = Words.group(call.from(2).words(), KEYWORDS);
        Map<String, String> meta = Words.pairs(groups.words("meta"));
        Map<String, String> parameters = parameters(groups.first());
        List<Map<String, String>> operations = Operations.parse(groups.each("op"));
        Optional<Map<String, String>> clone = Optional.empty();
        String cloneId = "";
        for (String keyword : List.of("clone", PROMOTABLE)) {
            if (groups.has(keyword)) {
                List<String> words = groups.words(keyword);
                if (!words.isEmpty() && !words.getFirst().contains("=")) {
                    cloneId = words.getFirst();
                    words = words.subList(1, words.size());
                }
                clone = Optional.of(Words.pairs(words));
            }
        }
        checkKinds(groups, call.options());
        if (groups.has(PROMOTABLE)) {
            Map<String, String> options = new LinkedHashMap<>(clone.orElse(Map.of()));
            if (options.put(PROMOTABLE, "true") != null) {
                throw InvalidCommand.because(
                        "you cannot specify both promotable option and promotable keyword");
            }
            clone = Optional.of(options);
        }
        return new Parts(parameters, operations, meta, clone, cloneId);
    }

    private static Map<String, String> parameters(List<String> words) {
        if (words.contains("master")) { // of pcs 0.9
            throw InvalidCommand.because(
                    "missing value of 'master' option",
                    "Master/Slave resources have been renamed to promotable clones, please use the"
                            + " 'promotable' keyword instead of 'master'. See 'man pcs' -> Changes"
                            + " in pcs-0.10.");
        }
        return Words.pairs(words);
    }

    private static void checkKinds(Words.Groups groups, Options options) {
        int kinds = options.has("--group") ? 1 : 0;
        for (String keyword : List.of("clone", PROMOTABLE, "bundle")) {
            kinds += groups.has(keyword) ? 1 : 0;
        }
        if (kinds > 1) {
            throw InvalidCommand.because(
                    "you can specify only one of clone, promotable, bundle or --group");
        }
        if (groups.has("bundle")) {
            throw InvalidCommand.because(Bundles.REFUSAL);
        }
    }

    private static void checkPlace(Options options) {
        boolean before = options.has("--before");
        boolean after = options.has("--after");
        boolean group = options.has("--group");
        if (before && after) {
            throw InvalidCommand.because(
                    "you cannot specify both --before and --after"
                            + (group ? "" : " and you have to specify --group"));
        }
        if (!group && (before || after)) {
            throw InvalidCommand.because(
                    "you cannot use " + (before ? "--before" : "--after") + " without --group");
        }
    }

    private static void create(
            String id, AgentName name, Optional<AgentMetadata> known, Parts parts, Call call) {
        CibEdit cib = call.cib();
        if (!parts.cloneId().isEmpty()) {
            Ids.checkNew(parts.cloneId(), "id", cib, call.reports());
            call.reports().stopOnErrors();
        }
        Optional<GroupPlace> place =
                call.options().value("--group").map(group -> GroupPlace.of(group, call));
        if (cib.exists(id) || cib.isBooked(id)) {
            throw InvalidCommand.because("'" + id + "' already exists");
        }
        Reports form = new Reports(false);
        Ids.check(id, call.isOfStonith() ? "stonith name" : "resource name", form);
        if (form.hasErrors()) {
            throw InvalidCommand.because(form.lines().getFirst().substring("Error: ".length()));
        }
        List<Map<String, String>> operations =
                Operations.complete(
                        parts.operations(),
                        known.orElseGet(() -> ResourceAgents.unknown(name)),
                        call.options().has("--no-default-ops"),
                        call);
        if (known.isPresent()) {
            new AgentParameters(name, known.get(), call.reports())
                    .checkNew(parts.parameters(), cib);
        } else {
            Validation.notEmpty(parts.parameters(), call.reports());
        }
        call.reports().stopOnErrors();
        cib.book(id);
        Element primitive = primitive(id, name, parts, operations, cib);
        boolean disabled = call.options().has("--disabled");
        if (parts.cloneOptions().isPresent()) {
            String cloneId = parts.cloneId().isEmpty() ? cib.newId(id + "-clone") : parts.cloneId();
            Element clone = Element.of("clone", Map.of("id", cloneId)).withChild(primitive);
            if (!parts.cloneOptions().get().isEmpty()) {
                clone =
                        clone.withChild(
                                Pairs.newSet(
                                        Pairs.META,
                                        cloneId + "-" + Pairs.META,
                                        parts.cloneOptions().get(),
                                        cib));
            }
            cib.add("resources", disabled ? disabled(clone, cib) : clone);
            return;
        }
        Element created = disabled ? disabled(primitive, cib) : primitive;
        place.ifPresentOrElse(
                group -> group.insert(List.of(created), call), () -> cib.add("resources", created));
    }

    private static Element disabled(Element resource, CibEdit cib) {
        return Pairs.update(resource, Pairs.META, Map.of("target-role", "Stopped"), cib);
    }

    private static Element primitive(
            String id,
            AgentName name,
            Parts parts,
            List<Map<String, String>> operations,
            CibEdit cib) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        attributes.put("class", name.standard());
        attributes.put("type", name.type());
        if (!name.provider().isEmpty()) {
            attributes.put("provider", name.provider());
        }
        Element primitive = Element.of("primitive", attributes);
        if (!parts.parameters().isEmpty()) {
            primitive =
                    primitive.withChild(
                            Pairs.newSet(
                                    Pairs.INSTANCE,
                                    id + "-" + Pairs.INSTANCE,
                                    parts.parameters(),
                                    cib));
        }
        if (!parts.meta().isEmpty()) {
            primitive =
                    primitive.withChild(
                            Pairs.newSet(Pairs.META, id + "-" + Pairs.META, parts.meta(), cib));
        }
        return primitive.withChild(Operations.element(id, operations, cib));
    }

    private static boolean isStopped(Map<String, String> meta) {
        return meta.getOrDefault("target-role", "").equalsIgnoreCase("stopped");
    }

    /** Whether a clone can have no instance. */
    private static boolean isDeactivated(Map<String, String> meta) {
        return isStopped(meta)
                || List.of("clone-max", "clone-node-max").stream()
                        .anyMatch(name -> !meta.getOrDefault(name, "1").matches("0*[1-9].*"));
    }
}
