package io.aplomb.cluster.fence;

import io.aplomb.cluster.rules.Intervals;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A fence device: a resource of class {@code stonith}, and what its {@code pcmk_*} parameters say
 * (pacemaker-fenced(7)).
 *
 * @param agent such as {@code fence_ipmilan}
 * @param parameters all of them, those for the agent too
 * @param priority of devices that can fence a node those of the highest are tried first
 */
public record FenceDevice(String name, String agent, Map<String, String> parameters, int priority) {

    private static final int DEFAULT_RETRIES = 2;
    private static final String HOST_LIST = "pcmk_host_list";
    private static final String HOST_MAP = "pcmk_host_map";
    private static final String HOST_ARGUMENT = "pcmk_host_argument";
    private static final String DELAY_BASE = "pcmk_delay_base";

    public FenceDevice {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** How it is known whom it can fence. */
    public enum HostCheck {
        /** From the list and the map in the configuration. */
        STATIC_LIST,
        /** From the agent's action {@code list}. */
        DYNAMIC_LIST,
        /** From the agent's action {@code status} for the node. */
        STATUS,
        /** It can fence everybody. */
        NONE
    }

    /** What is configured, else what the configuration or the agent make possible. */
    public HostCheck hostCheck(FenceMetadata metadata) {
        String configured = parameters.get("pcmk_host_check");
        if (configured != null) {
            return switch (configured.toLowerCase(Locale.ROOT)) {
                case "static-list" -> HostCheck.STATIC_LIST;
                case "status" -> HostCheck.STATUS;
                case "none" -> HostCheck.NONE;
                default -> HostCheck.DYNAMIC_LIST;
            };
        }
        if (parameters.containsKey(HOST_LIST) || parameters.containsKey(HOST_MAP)) {
            return HostCheck.STATIC_LIST;
        }
        if (metadata.supports("list")) {
            return HostCheck.DYNAMIC_LIST;
        }
        return metadata.supports("status") ? HostCheck.STATUS : HostCheck.NONE;
    }

    /** Whether the configuration says that it can fence that node. */
    public boolean lists(String target) {
        return HostNames.contains(HostNames.list(parameters.getOrDefault(HOST_LIST, "")), target)
                || alias(target).isPresent();
    }

    /** What the device calls that node, where the map says so. */
    public Optional<String> alias(String target) {
        return ofHost(HostNames.map(parameters.getOrDefault(HOST_MAP, "")), target);
    }

    private static Optional<String> ofHost(Map<String, String> map, String host) {
        return map.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(host))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * What the agent reads on its standard input.
     *
     * @param action as the cluster calls it; the device may have another word for it
     * @param target the node it is about; null for none
     */
    public Map<String, String> arguments(
            String action, @Nullable String target, FenceMetadata metadata) {
        Map<String, String> arguments = new LinkedHashMap<>();
        parameters.forEach(
                (name, value) -> {
                    if (!name.startsWith("pcmk_")
                            && !name.startsWith("CRM_meta_")
                            && !name.equals("action")
                            && !name.equals("crm_feature_set")) {
                        arguments.put(name, value);
                    }
                });
        arguments.put("action", wordFor(action));
        if (target != null) {
            arguments.put("nodename", target);
            String argument = hostArgument(metadata);
            String fixed = parameters.get(argument);
            if (!argument.equals("none") && (fixed == null || fixed.equals("dynamic"))) {
                arguments.put(argument, alias(target).orElse(target));
            }
        }
        return arguments;
    }

    private String hostArgument(FenceMetadata metadata) {
        String configured = parameters.get(HOST_ARGUMENT);
        if (configured != null) {
            return configured;
        }
        boolean plugOnly =
                metadata.parameters().contains("plug") && !metadata.parameters().contains("port");
        return plugOnly ? "plug" : "port";
    }

    /** An old configuration's {@code action} was meant for what is a reboot now. */
    private String wordFor(String action) {
        String word = parameters.get("pcmk_" + action + "_action");
        if (word == null && action.equals("reboot")) {
            word = parameters.get("action");
        }
        return word == null ? action : word;
    }

    /** How long an action may take, in milliseconds. */
    public long timeoutMs(String action, long otherwiseMs) {
        long millis = Intervals.timeoutMillis(parameters.get("pcmk_" + action + "_timeout"));
        return millis > 0 ? millis : otherwiseMs;
    }

    /** How often it is tried in all. */
    public int tries(String action) {
        return number("pcmk_" + action + "_retries", DEFAULT_RETRIES, 1);
    }

    /** How many actions it can do at a time. */
    public int limit() {
        int limit = number("pcmk_action_limit", 1, -1);
        return limit < 0 ? Integer.MAX_VALUE : Math.max(1, limit);
    }

    private int number(String parameter, int otherwise, int least) {
        try {
            String text = parameters.get(parameter);
            return text == null ? otherwise : Math.max(least, Integer.parseInt(text.strip()));
        } catch (NumberFormatException none) {
            return otherwise;
        }
    }

    /**
     * How long to wait before that node is switched off, lest two nodes fence each other.
     *
     * @param chance from 0 to 1: where between the base and the maximum
     */
    public long delayMs(String action, String target, double chance) {
        if (!List.of("off", "reboot").contains(action)) {
            return 0;
        }
        long base = baseMs(target);
        long most = Math.max(base, Intervals.millis(parameters.get("pcmk_delay_max")));
        return base + (long) ((most - base) * chance);
    }

    private long baseMs(String target) {
        String text = parameters.getOrDefault(DELAY_BASE, "");
        OptionalLong single = Intervals.parse(text);
        if (text.indexOf(':') < 0 && text.indexOf('=') < 0) {
            return text.isEmpty() ? 0 : single.orElse(0);
        }
        return ofHost(HostNames.map(text), target).map(Intervals::millis).orElse(0L);
    }
}
