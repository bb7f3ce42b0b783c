package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Machines in words: {@code n1 addr=10.0.0.1 addr=10.1.0.1 n2}. */
final class HostWords {

    /** As many networks as a node may be in. */
    private static final int MAX_ADDRESSES = 8;

    private HostWords() {}

    /**
     * All machines.
     *
     * @param what a name is one of, for messages: {@code node name}, {@code host name}
     */
    static List<ClusterOrder.Host> parse(List<String> words, String what) {
        if (words.isEmpty()) {
            return List.of();
        }
        if (words.getFirst().contains("=")) {
            throw InvalidCommand.because(
                    "Invalid character '=' in " + what + " '" + words.getFirst() + "'");
        }
        Map<String, List<String>> options = new LinkedHashMap<>();
        String name = "";
        for (String word : words) {
            if (word.contains("=")) {
                options.computeIfAbsent(name, any -> new ArrayList<>()).add(word);
                continue;
            }
            name = word;
            if (options.putIfAbsent(name, new ArrayList<>()) != null) {
                String capitalized = what.substring(0, 1).toUpperCase(Locale.ROOT);
                throw InvalidCommand.because(
                        capitalized + what.substring(1) + " '" + name + "' defined multiple times");
            }
        }
        List<ClusterOrder.Host> hosts = new ArrayList<>();
        options.forEach((host, given) -> hosts.add(host(host, given)));
        return hosts;
    }

    /** One machine and its options. */
    static ClusterOrder.Host host(String name, List<String> options) {
        List<String> addresses = new ArrayList<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (!option.substring(0, Math.max(equals, 0)).equals("addr")) {
                String unknown = equals < 0 ? option : option.substring(0, equals);
                throw InvalidCommand.because(
                        "Unknown options '" + unknown + "' for node '" + name + "'");
            }
            addresses.add(option.substring(equals + 1));
        }
        if (addresses.size() > MAX_ADDRESSES || addresses.contains("")) {
            throw InvalidCommand.because(
                    "node '"
                            + name
                            + "' can have 1 to "
                            + MAX_ADDRESSES
                            + " addresses, none empty");
        }
        return new ClusterOrder.Host(name, addresses);
    }

    /** As pcs 0.9 wrote it: {@code n1,10.1.0.1} with the address in the second network. */
    static ClusterOrder.Host old(String word) {
        String[] parts = word.split(",", -1);
        return new ClusterOrder.Host(parts[0], parts.length == 1 ? List.of() : List.of(parts));
    }
}
