package io.aplomb.acceptance.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * What {@code fence_lab} speaks to: a line {@code ACTION MACHINE} is answered by one line. A
 * machine that is switched on boots and starts its daemon, as it would by itself.
 */
final class PowerSwitch implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final ClusterLab lab;
    private final List<String> orders = new CopyOnWriteArrayList<>();

    private PowerSwitch(ServerSocketChannel listener, ClusterLab lab) {
        this.listener = listener;
        this.lab = lab;
    }

    /** Serves until closed. */
    static PowerSwitch serve(ServerSocketChannel listener, ClusterLab lab) {
        PowerSwitch power = new PowerSwitch(listener, lab);
        Thread.ofPlatform().daemon().name("power-switch").start(power::run);
        return power;
    }

    private void run() {
        while (listener.isOpen()) {
            try (Socket client = listener.accept().socket()) {
                serve(client);
            } catch (IOException closed) {
                // By the end of the lab, or by a machine that was switched off by its own order.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        String line = lines.readLine();
        if (line != null) {
            String answer = answer(line.strip());
            client.getOutputStream().write((answer + "\n").getBytes(US_ASCII));
        }
    }

    private String answer(String order) throws IOException {
        String action = order.contains(" ") ? order.substring(0, order.indexOf(' ')) : order;
        if (action.equals("list")) {
            return lab.machines().stream().map(LabMachine::name).collect(Collectors.joining(","));
        }
        String name = order.substring(action.length()).strip();
        for (LabMachine machine : lab.machines()) {
            if (machine.name().equals(name)) {
                return done(action, machine);
            }
        }
        return "no machine " + name;
    }

    private String done(String action, LabMachine machine) throws IOException {
        if (action.equals("status")) {
            return machine.isOn() ? "on" : "off";
        }
        orders.add(action + " " + machine.name());
        if (!action.equals("on") && machine.isOn()) {
            machine.powerOff();
        }
        if (!action.equals("off") && !machine.isOn()) {
            lab.bootAgain(machine);
        }
        return "ok";
    }

    /** What was done: {@code off n2}. */
    List<String> orders() {
        return List.copyOf(orders);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
