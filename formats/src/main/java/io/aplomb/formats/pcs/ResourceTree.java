package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Resources and what is inside what. */
final class ResourceTree {

    static final Set<String> ALL = Set.of("primitive", "group", "clone", "master", "bundle");
    static final Set<String> CLONES = Set.of("clone", "master");
    private static final Set<String> WRAPPERS = Set.of("group", "clone", "master", "bundle");

    /** What the elements are called in messages. */
    private static final Map<String, String> KINDS =
            Map.of("primitive", "resource", "master", "clone");

    private final CibEdit cib;

    ResourceTree(CibEdit cib) {
        this.cib = cib;
    }

    /** The resource of this id. */
    Optional<Element> find(String id) {
        return cib.find(id, ALL);
    }

    /** The resource of this id; reports that there is none. */
    Optional<Element> find(String id, Reports reports) {
        return find(id, ALL, reports);
    }

    /**
     * The element of this id, if it is one of these; reports where it is none.
     *
     * @param kinds names of elements, a tag perhaps among them
     */
    Optional<Element> find(String id, Set<String> kinds, Reports reports) {
        Optional<Element> found = cib.find(id, kinds);
        if (found.isEmpty()) {
            reports.error(absence(id, kinds));
        }
        return found;
    }

    private String absence(String id, Set<String> kinds) {
        Optional<Element> other = cib.find(id);
        String names = names(kinds);
        return other.isPresent()
                ? "'" + id + "' is not a " + names
                : names + " '" + id + "' does not exist";
    }

    /** The kinds as messages list them. */
    static String names(Set<String> kinds) {
        Set<String> names = new TreeSet<>();
        kinds.forEach(kind -> names.add(kindOf(kind)));
        return String.join("/", names);
    }

    static String kindOf(String element) {
        return KINDS.getOrDefault(element, element);
    }

    /**
     * Resources by ids of resources and of tags, each once; reports ids of neither.
     *
     * @return in the order of the ids
     */
    List<Element> expand(List<String> ids, Reports reports) {
        Set<String> kinds = new TreeSet<>(ALL);
        kinds.add("tag");
        Map<String, Element> found = new LinkedHashMap<>();
        for (String id : ids) {
            find(id, kinds, reports)
                    .ifPresent(
                            element -> members(element).forEach(one -> found.put(one.id(), one)));
        }
        return List.copyOf(found.values());
    }

    /** The same, without reports. */
    List<Element> expand(List<String> ids) {
        return expand(ids, new Reports(false));
    }

    private List<Element> members(Element element) {
        if (!element.is("tag")) {
            return List.of(element);
        }
        List<Element> members = new ArrayList<>();
        for (Element reference : element.children("obj_ref")) {
            find(reference.id()).ifPresent(members::add);
        }
        return members;
    }

    /** What is directly inside a resource. */
    static List<Element> inner(Element resource) {
        return switch (resource.name()) {
            case "group" -> resource.children("primitive");
            case "clone", "master" -> first(resource, Set.of("primitive", "group"));
            case "bundle" -> first(resource, Set.of("primitive"));
            default -> List.of();
        };
    }

    private static List<Element> first(Element resource, Set<String> names) {
        return resource.children().stream()
                .filter(child -> names.contains(child.name()))
                .limit(1)
                .toList();
    }

    /** What is inside a resource, at any depth. */
    static List<Element> allInner(Element resource) {
        List<Element> all = new ArrayList<>();
        for (Element child : inner(resource)) {
            all.add(child);
            all.addAll(allInner(child));
        }
        return all;
    }

    /** The primitives of a resource, itself where it is one. */
    static List<Element> primitives(Element resource) {
        if (resource.is("primitive")) {
            return List.of(resource);
        }
        List<Element> primitives = new ArrayList<>();
        inner(resource).forEach(child -> primitives.addAll(primitives(child)));
        return primitives;
    }

    /** The resource that a resource is inside. */
    Optional<Element> parent(String id) {
        return cib.parentOf(id).filter(parent -> WRAPPERS.contains(parent.name()));
    }

    /** The clone that a resource is inside, at any depth. */
    Optional<Element> parentClone(String id) {
        Optional<Element> parent = parent(id);
        while (parent.isPresent() && !isClone(parent.get())) {
            parent = parent(parent.get().id());
        }
        return parent;
    }

    static boolean isClone(Element resource) {
        return CLONES.contains(resource.name());
    }

    /** Whether it is a clone that can be promoted. */
    static boolean isPromotable(Element clone) {
        return clone.is("master")
                || (clone.is("clone")
                        && Validation.isTrue(
                                Pairs.value(clone, Pairs.META, "promotable").orElse("")));
    }

    static boolean isStonith(Element resource) {
        return resource.is("primitive") && "stonith".equals(resource.attribute("class"));
    }

    /** Whether any of these ids is a stonith device, or a tag of one. */
    boolean isAnyStonith(List<String> ids) {
        return expand(ids).stream().anyMatch(ResourceTree::isStonith);
    }

    /**
     * Whether the cluster manages a resource: neither it, nor what it is inside or what is inside
     * it, is unmanaged.
     */
    boolean isManaged(Element resource) {
        List<Element> concerned = new ArrayList<>(allInner(resource));
        concerned.add(resource);
        Optional<Element> parent = parent(resource.id());
        while (parent.isPresent()) {
            concerned.add(parent.get());
            parent = parent(parent.get().id());
        }
        for (Element one : concerned) {
            Optional<String> own = Pairs.value(one, Pairs.META, "is-managed");
            if (own.isPresent() && !Validation.isTrue(own.get())) {
                return false;
            }
        }
        return !isDefaultUnmanaged();
    }

    private boolean isDefaultUnmanaged() {
        boolean maintained =
                Pairs.value(cib.section("crm_config"), "cluster_property_set", "maintenance-mode")
                        .filter(Validation::isTrue)
                        .isPresent();
        return maintained
                || Pairs.value(cib.section("rsc_defaults"), Pairs.META, "is-managed")
                        .filter(value -> !Validation.isTrue(value))
                        .isPresent();
    }
}
