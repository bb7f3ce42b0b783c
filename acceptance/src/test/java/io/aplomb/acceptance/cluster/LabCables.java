package io.aplomb.acceptance.cluster;

import io.aplomb.lab.net.Machine;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The networks of a lab: a bridge each, all in a namespace of their own, so that no packet can
 * leave. A cable can be pulled, and frames can be lost on the way from one machine to another while
 * those of the other direction arrive (nftables, family bridge). Any thread may use it.
 */
final class LabCables implements AutoCloseable {
    /** A machine's socket on a network; each boot lays a new cable to it. */
    private record Socket(int network, int machine) {}

    /** Frames that are lost: from one port to another one. */
    private record Loss(Socket from, Socket to) {}

    private final Machine bridges;
    private final Map<Socket, String> ports = new TreeMap<>(LabCables::order);
    private final Set<Loss> losses = new LinkedHashSet<>();
    private int laid;

    private LabCables(Machine bridges) {
        this.bridges = bridges;
    }

    private static int order(Socket a, Socket b) {
        return a.network() != b.network()
                ? Integer.compare(a.network(), b.network())
                : Integer.compare(a.machine(), b.machine());
    }

    static LabCables lay(int networks) throws IOException {
        LabCables cables = new LabCables(Machine.start("cables"));
        for (int network = 0; network < networks; network++) {
            cables.bridges.ip(
                    "link add br%d type bridge forward_delay 0 mcast_snooping 0"
                            .formatted(network));
            cables.bridges.ip("link set br%d up".formatted(network));
        }
        return cables;
    }

    /**
     * Connects the network namespace of a process, where the interface is called eth0, eth1, ...
     */
    synchronized void connect(int network, int machine, long pid) throws IOException {
        String port = "p%d-%d-%d".formatted(network, machine, ++laid);
        String eth = "eth" + network;
        // A machine that boots again has the cards it had.
        String mac = "02:00:00:00:%02x:%02x".formatted(network, machine);
        bridges.ip(
                "link add %s type veth peer name %s address %s netns %d"
                        .formatted(port, eth, mac, pid));
        bridges.ip("link set %s master br%d up".formatted(port, network));
        ports.put(new Socket(network, machine), port);
        lose();
    }

    /** Pulls a machine's cable of a network. */
    synchronized void unplug(int network, int machine) throws IOException {
        bridges.ip("link set %s down".formatted(port(network, machine)));
    }

    /** Puts it in again. */
    synchronized void plug(int network, int machine) throws IOException {
        bridges.ip("link set %s up".formatted(port(network, machine)));
    }

    private String port(int network, int machine) {
        String port = ports.get(new Socket(network, machine));
        if (port == null) {
            throw new IllegalStateException("machine " + machine + " has no cable");
        }
        return port;
    }

    /** Loses what a machine sends to another one, on a network; the way back stays open. */
    synchronized void loseFrames(int network, int from, int to) throws IOException {
        losses.add(new Loss(new Socket(network, from), new Socket(network, to)));
        lose();
    }

    /** Loses nothing any more. */
    synchronized void heal() throws IOException {
        losses.clear();
        lose();
    }

    private void lose() throws IOException {
        List<String> rules = new ArrayList<>();
        for (Loss loss : losses) {
            String from = ports.get(loss.from());
            String to = ports.get(loss.to());
            if (from != null && to != null) {
                rules.add("iifname \"%s\" oifname \"%s\" drop".formatted(from, to));
            }
        }
        nft(
                """
                table bridge lab
                delete table bridge lab
                table bridge lab {
                  chain forward {
                    type filter hook forward priority 0
                    %s
                  }
                }
                """
                        .formatted(String.join("\n    ", rules)));
    }

    private void nft(String rules) throws IOException {
        Process nft =
                bridges.start(
                        new ProcessBuilder(RequiredTool.path("nft").toString(), "-f", "-")
                                .redirectErrorStream(true));
        try (var input = nft.getOutputStream()) {
            input.write(rules.getBytes(StandardCharsets.US_ASCII));
        }
        String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (nft.waitFor() != 0) {
                throw new IOException("nft: " + said + "\n" + rules);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while nft ran");
        }
    }

    @Override
    public void close() {
        bridges.close();
    }
}
