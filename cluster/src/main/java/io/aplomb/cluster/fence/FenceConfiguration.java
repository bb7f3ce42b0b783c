package io.aplomb.cluster.fence;

import io.aplomb.cluster.rules.NameValues;
import io.aplomb.cluster.rules.References;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster's configuration says of fencing.
 *
 * @param devices those that this node may use, in the order of the configuration
 * @param levels the topology
 * @param attributes of each node: the permanent ones
 */
public record FenceConfiguration(
        List<FenceDevice> devices,
        List<FenceLevel> levels,
        Map<String, Map<String, String>> attributes) {

    /** No device. */
    public static final FenceConfiguration NONE =
            new FenceConfiguration(List.of(), List.of(), Map.of());

    private static final String STONITH = "stonith";

    public FenceConfiguration {
        devices = List.copyOf(devices);
        levels = List.copyOf(levels);
        attributes = Map.copyOf(attributes);
    }

    /** A device by its name. */
    public Optional<FenceDevice> device(String name) {
        return devices.stream().filter(device -> device.name().equals(name)).findFirst();
    }

    /**
     * The levels for a node, in order: those that name it, else those whose attribute it has, else
     * those whose pattern its name matches; empty where none is for it.
     */
    public List<FenceLevel> levelsFor(String node) {
        Map<String, String> known = attributes.getOrDefault(node, Map.of());
        List<Class<? extends FenceLevel.Target>> kinds =
                List.of(FenceLevel.Name.class, FenceLevel.Attribute.class, FenceLevel.Names.class);
        for (Class<? extends FenceLevel.Target> kind : kinds) {
            List<FenceLevel> found =
                    levels.stream()
                            .filter(level -> kind.isInstance(level.target()))
                            .filter(level -> level.target().matches(node, known))
                            .sorted(Comparator.comparingInt(FenceLevel::index))
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /**
     * Reads it.
     *
     * @param cib the whole
     * @param self this node: devices that are banned from it are left out
     */
    public static FenceConfiguration of(Element cib, RuleInput input, String self) {
        Element configuration = References.resolved(cib).childOrEmpty("configuration");
        List<FenceDevice> devices = new ArrayList<>();
        Element resources = configuration.childOrEmpty("resources");
        Element constraints = configuration.childOrEmpty("constraints");
        addDevices(resources, resources, input, devices);
        devices.removeIf(device -> isBanned(device.name(), self, constraints));
        List<FenceLevel> levels = new ArrayList<>();
        for (Element level :
                configuration.childOrEmpty("fencing-topology").children("fencing-level")) {
            level(level).ifPresent(levels::add);
        }
        return new FenceConfiguration(devices, levels, attributes(configuration, input));
    }

    private static void addDevices(
            Element in, Element resources, RuleInput input, List<FenceDevice> devices) {
        for (Element child : in.children()) {
            if (child.is("primitive")) {
                Element template = template(child, resources);
                String standard = child.attribute("class", template.attribute("class", "")).strip();
                if (standard.equals(STONITH)) {
                    device(child, template, input).ifPresent(devices::add);
                }
            } else if (!child.is("template")) {
                addDevices(child, resources, input, devices);
            }
        }
    }

    private static Element template(Element primitive, Element resources) {
        String name = primitive.attribute("template", "");
        return resources.children("template").stream()
                .filter(template -> !name.isEmpty() && template.id().equals(name))
                .findFirst()
                .orElseGet(() -> Element.of("template", Map.of()));
    }

    /** Empty where it is switched off. */
    private static Optional<FenceDevice> device(
            Element primitive, Element template, RuleInput input) {
        Map<String, String> meta = values("meta_attributes", primitive, template, input);
        if (meta.getOrDefault("target-role", "").equalsIgnoreCase("stopped")) {
            return Optional.empty();
        }
        String agent = primitive.attribute("type", template.attribute("type", ""));
        Map<String, String> parameters = values("instance_attributes", primitive, template, input);
        String priority = meta.getOrDefault("priority", parameters.getOrDefault("priority", "0"));
        return Optional.of(new FenceDevice(primitive.id(), agent, parameters, number(priority)));
    }

    private static Map<String, String> values(
            String sets, Element primitive, Element template, RuleInput input) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Element from : List.of(primitive, template)) {
            NameValues.addTo(values, from.children(sets), input, "", NameValues.Conflict.KEEP);
        }
        return values;
    }

    /** A device need not run where it is used, but it may be kept away from a node for good. */
    private static boolean isBanned(String device, String self, Element constraints) {
        for (Element location : constraints.children("rsc_location")) {
            if (location.attribute("rsc", "").equals(device)
                    && location.attribute("node", "").equalsIgnoreCase(self)
                    && location.attribute("score", "").equals("-INFINITY")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<FenceLevel> level(Element level) {
        int index = number(level.attribute("index", "0"));
        List<String> devices = new ArrayList<>();
        for (String device : level.attribute("devices", "").split(",")) {
            if (!device.isBlank()) {
                devices.add(device.strip());
            }
        }
        if (index < 1 || index > 9 || devices.isEmpty()) {
            return Optional.empty();
        }
        return target(level).map(target -> new FenceLevel(target, index, devices));
    }

    private static Optional<FenceLevel.Target> target(Element level) {
        String name = level.attribute("target");
        String pattern = level.attribute("target-pattern");
        String attribute = level.attribute("target-attribute");
        if (name != null) {
            return Optional.of(new FenceLevel.Name(name));
        }
        if (pattern != null) {
            return Optional.of(new FenceLevel.Names(pattern));
        }
        return attribute == null
                ? Optional.empty()
                : Optional.of(
                        new FenceLevel.Attribute(attribute, level.attribute("target-value", "")));
    }

    private static Map<String, Map<String, String>> attributes(
            Element configuration, RuleInput input) {
        Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
        for (Element node : configuration.childOrEmpty("nodes").children("node")) {
            attributes.put(
                    node.attribute("uname", node.id()),
                    NameValues.unpack(node.children("instance_attributes"), input, ""));
        }
        return attributes;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
