package io.aplomb.lab.demo;

import io.aplomb.lab.net.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One with a network of its own: real VRRP, and a server that answers at any address it has. */
final class VipMachine implements VipNode {

    private static final long END_LIMIT_S = 10;

    private final Machine machine;
    private final List<String> vrrp;
    private final List<String> server;
    private final List<Process> running = new ArrayList<>();

    VipMachine(Machine machine, List<String> vrrp, List<String> server) {
        this.machine = machine;
        this.vrrp = List.copyOf(vrrp);
        this.server = List.copyOf(server);
    }

    @Override
    public void powerOn() throws IOException {
        machine.ip("link set eth0 up");
        start(server);
        start(vrrp);
    }

    /** No packet leaves any more: first of all, for a process that is killed alone resigns. */
    @Override
    public void powerOff() throws IOException, InterruptedException {
        machine.ip("link set eth0 down");
        for (Process process : running) {
            process.destroyForcibly();
        }
        awaitEnds();
    }

    @Override
    public void shutDown() throws InterruptedException {
        running.getLast().destroy();
        boolean _ = running.getLast().waitFor(END_LIMIT_S, TimeUnit.SECONDS);
    }

    private void start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(DemoCommands.TETHER, "yes");
        running.add(machine.start(builder));
    }

    private void awaitEnds() throws InterruptedException {
        for (Process process : running) {
            boolean _ = process.waitFor(END_LIMIT_S, TimeUnit.SECONDS);
        }
        running.clear();
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
        machine.close();
    }
}
