package io.aplomb.lab.net;

import java.io.IOException;

/**
 * A cable between machines: a bridge in a namespace of its own, so that no packet can leave by the
 * host's routes. Not for several threads at once.
 */
public final class Cable implements AutoCloseable {

    private final Machine bridge;
    private int ports;

    private Cable(Machine bridge) {
        this.bridge = bridge;
    }

    /** Lays one. */
    public static Cable lay() throws IOException {
        Machine bridge = Machine.start("cable");
        bridge.ip("link add br0 type bridge");
        bridge.ip("link set br0 up");
        return new Cable(bridge);
    }

    /**
     * Connects a machine: its interface {@code eth0} has the address.
     *
     * @param address with its prefix length
     */
    public void connect(Machine machine, String address) throws IOException {
        String port = "port" + ++ports;
        bridge.ip(
                "link add %s type veth peer name eth0 netns %d"
                        .formatted(port, machine.anchorPid()));
        bridge.ip("link set %s master br0 up".formatted(port));
        machine.ip("address add %s dev eth0".formatted(address));
        machine.ip("link set eth0 up");
    }

    @Override
    public void close() {
        bridge.close();
    }
}
