package io.aplomb.cluster.schedule;

import io.aplomb.cluster.rules.Intervals;
import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.cluster.rules.Scores;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads resources.
 *
 * <p>Source: Pacemaker Explained, "Resources" and "Collective Resources".
 */
final class ResourceReader {
    private final Cluster cluster;
    private final Map<String, Element> templates = new LinkedHashMap<>();

    ResourceReader(Cluster cluster) {
        this.cluster = cluster;
        for (Element template : cluster.configuration("resources").children("template")) {
            templates.put(template.id(), template);
        }
    }

    void readAll() {
        for (Element element : cluster.configuration("resources").children()) {
            Resource resource = read(element, null, "");
            if (resource != null) {
                cluster.resources.add(resource);
            }
        }
        ConfigurationReader.sortByPriority(cluster.resources);
    }

    /** Makes one more instance of a clone; one beyond those asked for is an orphan. */
    Resource newInstance(CloneSet clone) {
        boolean extra = clone.made >= clone.max;
        Element child = child(clone.xml);
        Resource instance = read(child, clone, ":" + clone.made);
        if (instance == null) {
            throw new IllegalArgumentException("clone " + clone.id + " has nothing to clone");
        }
        clone.made++;
        clone.instances.add(instance);
        if (extra) {
            instance.eachInTree(resource -> resource.orphan = true);
        }
        return instance;
    }

    /** A resource that only a node's history knows. */
    Primitive newOrphan(String id, Element history) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        for (String name : List.of("class", "provider", "type")) {
            String value = history.attribute(name);
            if (value != null) {
                attributes.put(name, value);
            }
        }
        Primitive orphan =
                (Primitive)
                        java.util.Objects.requireNonNull(
                                read(Element.of("primitive", attributes), null, ""));
        orphan.orphan = true;
        cluster.resources.add(orphan);
        return orphan;
    }

    private @Nullable Resource read(
            Element configured, @Nullable Collective parent, String instance) {
        Element xml = withTemplate(configured);
        Resource resource =
                switch (xml.name()) {
                    case "primitive" -> primitive(xml, parent, instance);
                    case "group" ->
                            new Group(xml.id() + instance, xml, parent, metaOf(xml, parent));
                    case "clone", "master" -> mayBeCloned(xml) ? clone(xml) : null;
                    default -> null;
                };
        if (resource == null) {
            return null;
        }
        readCommon(resource);
        switch (resource) {
            case Primitive primitive -> readPrimitive(primitive);
            case Group group -> readGroup(group, instance);
            case CloneSet clone -> readClone(clone);
        }
        if (cluster.settings.symmetric()) {
            for (Node node : cluster.nodes) {
                resource.allowed.computeIfAbsent(
                        node, added -> new Candidate(added, added.baseScore));
            }
        }
        return resource;
    }

    private Primitive primitive(Element xml, @Nullable Collective parent, String instance) {
        List<Element> operations = new ArrayList<>();
        for (Element list : xml.children("operations")) {
            operations.addAll(list.children("op"));
        }
        return new Primitive(xml.id() + instance, xml, parent, metaOf(xml, parent), operations);
    }

    /** Only agents of class ocf know what it is to be promoted. */
    private boolean mayBeCloned(Element xml) {
        boolean promotable =
                xml.is("master") || Settings.isTrue(metaOf(xml, null).get("promotable"), false);
        return !promotable || onlyOcf(xml);
    }

    private static boolean onlyOcf(Element xml) {
        for (Element child : xml.children()) {
            boolean other = child.is("primitive") && !"ocf".equals(child.attribute("class"));
            if (other || !onlyOcf(child)) {
                return false;
            }
        }
        return true;
    }

    private CloneSet clone(Element xml) {
        Map<String, String> meta = metaOf(xml, null);
        // a little, so that instances are not shuffled
        meta.putIfAbsent("resource-stickiness", "1");
        CloneSet clone = new CloneSet(xml.id(), xml, meta);
        if (xml.is("master")) {
            clone.promotable = true;
        }
        return clone;
    }

    private Map<String, String> metaOf(Element xml, @Nullable Collective parent) {
        RuleInput input =
                cluster.rules()
                        .ofAgent(
                                xml.attribute("class"),
                                xml.attribute("provider"),
                                xml.attribute("type"));
        Map<String, String> meta = NameValues.unpack(xml.children("meta_attributes"), input, "");
        if (parent != null) {
            parent.meta.forEach(meta::putIfAbsent);
        }
        NameValues.unpack(
                        cluster.configuration("rsc_defaults").children("meta_attributes"),
                        input,
                        "")
                .forEach(meta::putIfAbsent);
        return meta;
    }

    private void readCommon(Resource resource) {
        resource.priority = Scores.parse(resource.meta("priority"));
        resource.critical = resource.metaIsTrue("critical", true);
        resource.notify = resource.metaIsTrue("notify", false);
        resource.allowMigrate = resource.metaIsTrue("allow-migrate", false);
        resource.managed = resource.metaIsTrue("is-managed", true);
        if (resource.metaIsTrue("maintenance", false)) {
            resource.managed = false;
            resource.maintenance = true;
        }
        if (cluster.settings.maintenanceMode()) {
            resource.managed = false;
            resource.maintenance = true;
        }
        CloneSet clone = resource instanceof CloneSet self ? self : resource.cloneSet();
        if (clone != null) {
            resource.unique =
                    clone == resource ? clone.metaIsTrue("globally-unique", false) : clone.unique;
            resource.promotable = clone.promotable || clone.metaIsTrue("promotable", false);
        } else {
            resource.unique = true;
        }
        resource.restartsWithOptional = "restart".equalsIgnoreCase(resource.meta("restart-type"));
        resource.multipleActive = multipleActive(resource.meta("multiple-active"));
        resource.stickiness = Scores.parse(resource.meta("resource-stickiness"));
        String threshold = resource.meta("migration-threshold");
        if (threshold != null) {
            int parsed = Scores.parse(threshold);
            resource.migrationThreshold = parsed < 0 ? Scores.INFINITY : parsed;
        }
        resource.failureTimeoutS = Intervals.millis(resource.meta("failure-timeout")) / 1000;
        resource.fenceDevice = resource.xml.attribute("class", "").equals("stonith");
        if (resource.fenceDevice) {
            cluster.haveFenceDevice = true;
        }
        resource.nextRole = HistoryReader.TargetRole.of(resource);
        readRequirements(resource);
    }

    private static Resource.MultipleActive multipleActive(@Nullable String text) {
        return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
            case "stop_only" -> Resource.MultipleActive.STOP_ONLY;
            case "block" -> Resource.MultipleActive.BLOCK;
            case "stop_unexpected" -> Resource.MultipleActive.STOP_UNEXPECTED;
            default -> Resource.MultipleActive.STOP_START;
        };
    }

    private void readRequirements(Resource resource) {
        String requires = resource.meta("requires");
        boolean fencing = cluster.settings.fencingEnabled();
        String wanted = requires == null ? "" : requires.toLowerCase(Locale.ROOT);
        boolean device =
                resource.fenceDevice
                        || (resource instanceof Collective
                                && !fenceDevicesOf(resource.xml).isEmpty());
        switch (wanted) {
            case "nothing" -> {}
            case "quorum" -> resource.needsQuorum = true;
            case "fencing" -> {
                resource.needsFencing = fencing;
                resource.needsQuorum = true;
            }
            case "unfencing" -> {
                resource.needsUnfencing = fencing && !device;
                resource.needsFencing = fencing && !device;
                resource.needsQuorum = true;
            }
            default -> {
                boolean quorumIgnored =
                        cluster.settings.noQuorumPolicy() == Settings.QuorumPolicy.IGNORE;
                resource.needsQuorum = device || fencing || !quorumIgnored;
                if (device || resource instanceof CloneSet) {
                    // what fences must not wait for fencing
                    resource.needsFencing = !device && fencing;
                } else {
                    resource.needsFencing = fencing;
                }
                resource.needsUnfencing = !device && fencing && cluster.unfencing;
            }
        }
    }

    private static List<Element> fenceDevicesOf(Element xml) {
        List<Element> found = new ArrayList<>();
        for (Element child : xml.children()) {
            if (child.attribute("class", "").equals("stonith")) {
                found.add(child);
            }
            found.addAll(fenceDevicesOf(child));
        }
        return found;
    }

    private void readPrimitive(Primitive primitive) {
        NameValues.unpack(primitive.xml.children("utilization"), cluster.rules(), "")
                .forEach(
                        (name, value) ->
                                primitive.utilization.put(name, Settings.number(value, 0)));
    }

    private void readGroup(Group group, String instance) {
        group.ordered = group.metaIsTrue("ordered", true);
        group.colocated = group.metaIsTrue("collocated", group.metaIsTrue("colocated", true));
        for (Element child : group.xml.children("primitive")) {
            Resource member = read(child, group, instance);
            if (member instanceof Primitive primitive) {
                group.members.add(primitive);
            }
        }
    }

    private void readClone(CloneSet clone) {
        clone.interleave = clone.metaIsTrue("interleave", false);
        clone.ordered = clone.metaIsTrue("ordered", false);
        clone.max =
                Math.max(
                        0,
                        Settings.number(
                                clone.meta("clone-max"), Math.max(1, cluster.nodes.size())));
        clone.maxPerNode = Math.max(0, Settings.number(clone.meta("clone-node-max"), 1));
        if (clone.unique && hasNamelessAgent(clone.xml)) {
            clone.unique = false;
            clone.max = Math.min(clone.max, cluster.nodes.size());
        }
        if (!clone.unique && clone.maxPerNode > 1) {
            clone.maxPerNode = 1;
        }
        if (clone.promotable) {
            clone.promotedMax = number(clone, "promoted-max", "master-max");
            clone.promotedMaxPerNode = number(clone, "promoted-node-max", "master-node-max");
        }
        // one even where none is wanted: what is still there from before belongs to it
        for (int i = 0; i < Math.max(1, clone.max); i++) {
            newInstance(clone);
        }
    }

    /** The classes of agents that cannot tell one instance from another. */
    private static boolean hasNamelessAgent(Element xml) {
        for (Element child : xml.children()) {
            boolean nameless =
                    switch (child.attribute("class", "")) {
                        case "lsb", "systemd", "service", "upstart", "nagios" -> true;
                        default -> false;
                    };
            if (nameless || hasNamelessAgent(child)) {
                return true;
            }
        }
        return false;
    }

    private static int number(CloneSet clone, String name, String old) {
        String value = clone.meta(name);
        return Settings.number(value != null ? value : clone.meta(old), 1);
    }

    private static Element child(Element clone) {
        for (Element child : clone.children()) {
            if (child.is("primitive") || child.is("group")) {
                return child;
            }
        }
        return Element.of("none", Map.of());
    }

    /** The resource with what its template gives it; its own operations and values win. */
    private Element withTemplate(Element configured) {
        String name = configured.attribute("template");
        Element template = name == null ? null : templates.get(name);
        if (name == null || template == null) {
            return configured;
        }
        List<String> users = cluster.byTemplate.computeIfAbsent(name, added -> new ArrayList<>());
        if (!users.contains(configured.id())) {
            users.add(configured.id());
        }
        Set<String> own = new HashSet<>();
        for (Element list : configured.children("operations")) {
            list.children("op").forEach(op -> own.add(operationKind(op)));
        }
        List<Element> children = new ArrayList<>();
        List<Element> inherited = new ArrayList<>();
        for (Element child : template.children()) {
            if (child.is("operations")) {
                child.children("op").stream()
                        .filter(op -> !own.contains(operationKind(op)))
                        .forEach(inherited::add);
            } else {
                children.add(child);
            }
        }
        for (Element child : configured.children()) {
            if (child.is("operations")) {
                List<Element> all = new ArrayList<>(child.children());
                all.addAll(inherited);
                inherited.clear();
                children.add(child.withChildren(all));
            } else {
                children.add(child);
            }
        }
        if (!inherited.isEmpty()) {
            children.add(Element.of("operations", Map.of()).withChildren(inherited));
        }
        Map<String, String> attributes = new LinkedHashMap<>(template.attributes());
        attributes.put("id", configured.id());
        return new Element(configured.name(), attributes, children, configured.line());
    }

    private static String operationKind(Element op) {
        Role role = Role.parse(op.attribute("role"));
        boolean plain = role == Role.STARTED || role == Role.UNPROMOTED;
        return op.attribute("name", "") + '-' + (plain ? Role.UNKNOWN : role);
    }
}
