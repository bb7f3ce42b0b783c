package io.aplomb.acceptance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.acceptance.machine.Browser;
import io.aplomb.acceptance.machine.Machine;
import io.aplomb.acceptance.machine.Origin;
import io.aplomb.testkit.RequiredTool;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/**
 * The infrastructure of the exercise of Module 16: the load balancers LB1 and LB2 with processes of
 * their own, and a third machine that is the switch, the client and both web servers.
 */
final class ExerciseRoom implements Closeable {
    private static final String PAGE = "docs/vrrp.md";
    private static final String ADDRESS = "192.168.1.100";
    private static final List<String> WEB = List.of("192.168.1.11", "192.168.1.12");
    private static final int LIMIT_S = 60;
    private static final int PAUSE_MS = 50;

    private final Path folder;
    private final Machine lan;
    private final List<Machine> balancers = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();

    ExerciseRoom(Path folder) throws Exception {
        this.folder = folder;
        lan = Machine.start(Files.createDirectories(folder.resolve("lan")), List.of());
        boolean furnished = false;
        try {
            furnish();
            furnished = true;
        } finally {
            if (!furnished) {
                close();
            }
        }
    }

    private void furnish() throws Exception {
        in(lan, "ip link add br0 type bridge forward_delay 0");
        in(lan, "ip link set br0 up");
        in(lan, "ip address add 192.168.1.10/24 dev br0");
        for (String web : WEB) {
            in(lan, "ip address add " + web + "/24 dev br0");
            String name = "web" + (origins.size() + 1);
            origins.add(lan.inside(() -> Origin.listening(name, web, 8080, null)));
        }
        for (int number = 1; number <= 2; number++) {
            balancer(number);
        }
    }

    private void balancer(int number) throws Exception {
        Path own = Files.createDirectories(folder.resolve("lb" + number));
        write(own, "etc/haproxy/haproxy.cfg", "LB1 and LB2: /etc/haproxy/haproxy.cfg");
        write(
                own,
                "etc/keepalived/keepalived.conf",
                "LB%d: /etc/keepalived/keepalived.conf".formatted(number));
        write(own, "etc/keepalived/notify.sh", "LB1 and LB2: /etc/keepalived/notify.sh");
        assertThat(own.resolve("etc/keepalived/notify.sh").toFile().setExecutable(true)).isTrue();
        for (String name : List.of("haproxy", "keepalived")) {
            var _ = Files.createSymbolicLink(own.resolve(name), Launcher.built());
        }
        Machine machine = Machine.start(own, List.of());
        balancers.add(machine);
        in(machine, "mount -t tmpfs tmpfs /var/log");
        cable(machine, number);
        in(machine, "ip address add 192.168.1.10%d/24 dev eth0".formatted(number));
        in(machine, "ip link set eth0 up");
    }

    private static void write(Path machine, String path, String shown) throws IOException {
        Path file = machine.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, DocumentedFile.text(PAGE, shown));
    }

    /** Between the network of the switch and that of a balancer; this machine's is not touched. */
    private void cable(Machine machine, int number) throws Exception {
        Process process =
                new ProcessBuilder(
                                RequiredTool.path("nsenter").toString(),
                                "--target",
                                Long.toString(lan.init()),
                                "--net",
                                "--",
                                "ip",
                                "link",
                                "add",
                                "port" + number,
                                "type",
                                "veth",
                                "peer",
                                "name",
                                "eth0",
                                "netns",
                                Long.toString(machine.init()))
                        .inheritIO()
                        .start();
        assertThat(process.waitFor()).isZero();
        in(lan, "ip link set port%d master br0 up".formatted(number));
    }

    private static void in(Machine machine, String words) throws Exception {
        Machine.Outcome outcome = machine.run(List.of(words.split(" ")));
        assertThat(outcome.exitCode()).as("%s: %s", words, outcome.output()).isZero();
    }

    /** Runs a program on a balancer. */
    void run(int number, String... words) throws Exception {
        in(balancers.get(number - 1), String.join(" ", words));
    }

    /** Starts both services of a balancer as the exercise does. */
    void start(int number) throws Exception {
        haproxy(number);
        run(number, folder.resolve("lb" + number).resolve("keepalived").toString());
    }

    /** Starts the proxy of a balancer. */
    void haproxy(int number) throws Exception {
        String program = folder.resolve("lb" + number).resolve("haproxy").toString();
        run(number, program, "-D", "-f", "/etc/haproxy/haproxy.cfg");
    }

    /** Who answers the client at the virtual IP. */
    List<String> answers(int times) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(
                    lan.inside(
                            () ->
                                    new Browser(SSLContext.getDefault())
                                            .get("http://" + ADDRESS + "/", "")
                                            .firstLine()));
        }
        return answers;
    }

    private boolean holds(int number) throws Exception {
        Machine machine = balancers.get(number - 1);
        String shown = machine.run(List.of("ip", "address", "show", "dev", "eth0")).output();
        return shown.contains(" " + ADDRESS + "/");
    }

    /** Waits until that balancer has the virtual IP, and the other one has not. */
    void awaitOnlyHolder(int number) throws Exception {
        await("only LB" + number, () -> holds(number) && !holds(3 - number));
    }

    /** Waits until notify.sh of a balancer has noted something. */
    void awaitNote(int number, String text) throws Exception {
        Path notes = balancers.get(number - 1).file("/var/log/keepalived-notify.log");
        await(text, () -> Files.exists(notes) && Files.readString(notes).contains(text));
    }

    private static void await(String wanted, Lan.Probe probe) throws Exception {
        long deadlineNs = System.nanoTime() + SECONDS.toNanos(LIMIT_S);
        while (!probe.holds()) {
            assertThat(System.nanoTime()).as(wanted).isLessThan(deadlineNs);
            // Nobody counts it down: a pause.
            boolean _ = new CountDownLatch(1).await(PAUSE_MS, MILLISECONDS);
        }
    }

    @Override
    public void close() throws IOException {
        for (Origin origin : origins) {
            origin.close();
        }
        for (Machine machine : balancers) {
            machine.close();
        }
        lan.close();
    }
}
