package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.RequiredTool;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Balancing in the kernel: machine 1 stands between the client, machine 2, and the real servers,
 * machines 3 to 5, whose gateway it is. This kernel has no IPVS, so it is done by nftables.
 */
@Timeout(240)
class VirtualServerTest {
    private static final int DIRECTOR = 1;
    private static final int CLIENT = 2;
    private static final int PORT = 7070;
    private static final String SERVICE = "192.168.1.100";

    @TempDir private Path folder;

    @BeforeEach
    void tools() {
        var _ = RequiredTool.path("nft");
        var _ = RequiredTool.path("socat");
    }

    @Test
    void wrr_sharesByWeight_andADeadServerLeavesUntilItIsBack() throws Exception {
        try (Lan lan = network()) {
            Process _ = serve(lan, 3);
            Process _ = serve(lan, 4);
            Process third = serve(lan, 5);
            Process aplomb = director(lan, service("lb_algo wrr", 2, 1, 1));
            lan.await("all answer", () -> ask(lan, 8).containsAll(List.of("3", "4", "5")));
            List<String> answers = ask(lan, 12);
            assertThat(Collections.frequency(answers, "3")).isEqualTo(6);
            assertThat(Collections.frequency(answers, "4")).isEqualTo(3);
            assertThat(Collections.frequency(answers, "5")).isEqualTo(3);

            VirtualIp.kill(third);
            lan.awaitLog(DIRECTOR, "[192.168.2.15]:tcp:7070 no longer serves");
            assertThat(ask(lan, 9)).containsOnly("3", "4");
            Process _ = serve(lan, 5);
            lan.await("it is back", () -> ask(lan, 4).contains("5"));

            VirtualIp.signal(aplomb, "TERM");
            assertThat(aplomb.waitFor()).isZero();
            assertThat(nft(lan)).isEmpty();
        }
    }

    @Test
    void sorryServer_answersWhileThereIsNoQuorum_andScriptsAreTold() throws Exception {
        try (Lan lan = network()) {
            Process first = serve(lan, 3);
            Process _ = serve(lan, 4);
            Process _ = serve(lan, 5);
            Path told = folder.resolve("told");
            String options =
                    "lb_algo rr\n quorum 2\n sorry_server 192.168.2.15 7070\n"
                            + " quorum_down \"/usr/bin/touch %s-down\"\n".formatted(told)
                            + " quorum_up \"/usr/bin/touch %s-up\"".formatted(told);
            Process _ = director(lan, service(options, 1, 1));
            lan.await("both answer", () -> ask(lan, 4).containsAll(List.of("3", "4")));
            Path up = folder.resolve("told-up");
            lan.await("quorum_up has run", () -> Files.exists(up));

            VirtualIp.kill(first);
            lan.await("sorry", () -> ask(lan, 2).equals(List.of("5", "5")));
            lan.await("quorum_down has run", () -> Files.exists(folder.resolve("told-down")));
            Process _ = serve(lan, 3);
            lan.await("both again", () -> ask(lan, 2).containsAll(List.of("3", "4")));
        }
    }

    @Test
    void persistence_keepsTheClient_untilItsServerDies() throws Exception {
        try (Lan lan = network()) {
            List<Process> servers = new ArrayList<>();
            servers.add(serve(lan, 3));
            servers.add(serve(lan, 4));
            Process _ = director(lan, service("lb_algo rr\n persistence_timeout 300", 1, 1));
            lan.await("an answer", () -> !ask(lan, 1).getFirst().isEmpty());
            String bound = ask(lan, 1).getFirst();
            assertThat(ask(lan, 6)).containsOnly(bound);

            int dying = Integer.parseInt(bound);
            VirtualIp.kill(servers.get(dying - 3));
            String other = Integer.toString(7 - dying);
            lan.await("the other one", () -> ask(lan, 1).equals(List.of(other)));
            Process _ = serve(lan, dying);
            lan.awaitLog(DIRECTOR, "[192.168.2.1%d]:tcp:7070 serves".formatted(dying));
            assertThat(ask(lan, 6)).containsOnly(other);
        }
    }

    @Test
    void withoutServers_connectionsAreRefused_notGivenToThisMachine() throws Exception {
        try (Lan lan = network()) {
            Process _ = serve(lan, DIRECTOR);
            lan.await("the director itself", () -> ask(lan, 1).equals(List.of("1")));
            Process _ = director(lan, service("lb_algo rr", 1, 1));
            lan.awaitLog(DIRECTOR, "has lost its quorum");
            lan.await("refused", () -> ask(lan, 1).equals(List.of("")));
        }
    }

    @Test
    void killed_theKernelGoesOn_andTheNextStartTakesOver() throws Exception {
        try (Lan lan = network()) {
            Process _ = serve(lan, 3);
            String other =
                    "virtual_server 192.168.1.100 81 {\n lb_algo rr\n lb_kind NAT\n"
                            + " protocol TCP\n real_server 192.168.2.13 7070 {\n }\n}\n";
            Process aplomb = director(lan, service("lb_algo rr", 1) + other);
            lan.await("an answer", () -> ask(lan, 1).equals(List.of("3")));
            assertThat(nft(lan)).contains("tcp-192.168.1.100-81");
            VirtualIp.kill(aplomb);
            assertThat(ask(lan, 1)).containsExactly("3");
            Process next = director(lan, service("lb_algo rr", 1));
            lan.await("only the new", () -> !nft(lan).contains("tcp-192.168.1.100-81"));
            assertThat(ask(lan, 1)).containsExactly("3");

            lan.reload(DIRECTOR, next, service("lb_algo sh", 1), "configuration reloaded");
            assertThat(nft(lan)).contains("jhash ip saddr");
            assertThat(ask(lan, 1)).containsExactly("3");
        }
    }

    @Test
    void whatThisKernelCannot_isRefusedByName() throws Exception {
        try (Lan lan = network()) {
            Process aplomb = director(lan, service("lb_algo wlc", 1));
            assertThat(aplomb.waitFor()).isEqualTo(1);
            lan.awaitLog(DIRECTOR, "lb_algo wlc: nftables does not count the connections");
            Process direct =
                    director(lan, service("lb_algo rr", 1).replace("lb_kind NAT", "lb_kind DR"));
            assertThat(direct.waitFor()).isEqualTo(1);
            lan.awaitLog(DIRECTOR, "load the kernel module ip_vs");
        }
    }

    /** To the kernel all packets from one port are one connection. */
    @Test
    void udpClientThatNeverPauses_movesOn_whenItsServerLeaves() throws Exception {
        try (Lan lan = network()) {
            List<Process> checked = new ArrayList<>();
            for (int machine = 3; machine <= 4; machine++) {
                checked.add(serve(lan, machine));
                serveUdp(lan, machine);
            }
            Process _ = director(lan, service("lb_algo rr", 1, 1).replace("TCP\n", "UDP\n"));
            String bound = answerByUdp(lan);
            assertThat(answerByUdp(lan)).isEqualTo(bound);

            int leaving = Integer.parseInt(bound);
            VirtualIp.kill(checked.get(leaving - 3));
            String other = Integer.toString(7 - leaving);
            lan.await("the other one", () -> askUdp(lan).equals(other));
        }
    }

    private void serveUdp(Lan lan, int machine) throws Exception {
        Process _ =
                lan.start(
                        machine,
                        "udp",
                        RequiredTool.path("socat").toString(),
                        "UDP4-RECVFROM:" + PORT + ",fork",
                        "EXEC:cat " + folder.resolve("number-" + machine));
        lan.await(
                "machine " + machine + " listens",
                () -> lan.output(machine, "ss", "-lunH").contains(":" + PORT));
    }

    /** A busy machine may take longer than the client waits; then it asks again. */
    private static String answerByUdp(Lan lan) throws Exception {
        AtomicReference<String> answer = new AtomicReference<>("");
        lan.await(
                "an answer",
                () -> {
                    answer.set(askUdp(lan));
                    return !answer.get().isEmpty();
                });
        return answer.get();
    }

    private static String askUdp(Lan lan) throws Exception {
        String to = "UDP4:%s:%d,sourceport=5555".formatted(SERVICE, PORT);
        return lan.output(CLIENT, "sh", "-c", "echo question | socat -T1 - " + to).strip();
    }

    @Test
    void running_tellsWhoServes() throws Exception {
        try (Lan lan = network()) {
            Process _ = serve(lan, 3);
            String configuration = VirtualIp.GLOBAL + service("lb_algo wrr", 2, 1);
            Process aplomb = lan.aplomb(DIRECTOR, configuration, "--metrics", "127.0.0.1:9165");
            lan.awaitLog(DIRECTOR, "[192.168.2.14]:tcp:7070 no longer serves");

            String pidFile = lan.pidFile(DIRECTOR).toString();
            String program = Launcher.built().toString();
            assertThat(lan.run(DIRECTOR, program, "vrrp", "--show", "-p", pidFile))
                    .contains(
                            """
                            [192.168.1.100]:tcp:7070: wrr NAT by NFTABLES, has its quorum, weight 2 of 3
                              [192.168.2.13]:tcp:7070: up, weight 2
                              [192.168.2.14]:tcp:7070: down, weight 1
                            """);
            String curl = RequiredTool.path("curl").toString();
            String labels =
                    "{virtual_server=\"[192.168.1.100]:tcp:7070\","
                            + "real_server=\"[192.168.2.1%d]:tcp:7070\"} %d";
            assertThat(lan.run(DIRECTOR, curl, "-sS", "http://127.0.0.1:9165/metrics"))
                    .contains("aplomb_layer4_server_up" + labels.formatted(3, 1))
                    .contains("aplomb_layer4_server_up" + labels.formatted(4, 0));

            VirtualIp.signal(aplomb, "USR1");
            Path data = lan.temporary(DIRECTOR).resolve("keepalived_check.data");
            lan.await("a file", () -> Files.exists(data));
            assertThat(data)
                    .content()
                    .contains(" VS VIP = 192.168.1.100, VPORT = 7070\n   lvs_sched = wrr\n")
                    .contains("   RIP = 192.168.2.14, RPORT = 7070, WEIGHT = 1 EFF WEIGHT = 1\n")
                    .contains("   quorum_state_up = 1\n");
        }
    }

    @Test
    void whatThisKernelCannot_isServedByTheProxy_ifAsked() throws Exception {
        try (Lan lan = network()) {
            Process first = serve(lan, 3);
            Process _ = serve(lan, 4);
            String direct = service("lb_algo wlc", 1, 1).replace("lb_kind NAT", "lb_kind DR");
            Process aplomb =
                    lan.aplomb(DIRECTOR, VirtualIp.GLOBAL + direct, "--lvs-fallback", "proxy");
            lan.await("both answer", () -> ask(lan, 4).containsAll(List.of("3", "4")));
            VirtualIp.kill(first);
            lan.await("the other", () -> ask(lan, 4).equals(List.of("4", "4", "4", "4")));
            Process _ = serve(lan, 3);
            lan.await("both again", () -> ask(lan, 4).containsAll(List.of("3", "4")));
            VirtualIp.signal(aplomb, "TERM");
            assertThat(aplomb.waitFor()).isZero();
        }
    }

    @Test
    void reload_keepsTheConnectionThatRuns_evenToAServerThatIsTakenOut() throws Exception {
        try (Lan lan = network()) {
            Process _ = lan.start(3, "echo", "socat", "TCP4-LISTEN:" + PORT + ",fork", "EXEC:cat");
            lan.await("it listens", () -> lan.output(3, "ss", "-ltnH").contains(":" + PORT));
            Process _ = serve(lan, 4);
            Process aplomb = director(lan, service("lb_algo rr", 1));
            lan.awaitLog(DIRECTOR, "has its quorum");
            Process talk = lan.start(CLIENT, "talk", "socat", "-", "TCP4:" + SERVICE + ":" + PORT);
            say(lan, talk, "before");

            String other = service("lb_algo wrr", 1).replace("192.168.2.13", "192.168.2.14");
            lan.reload(DIRECTOR, aplomb, VirtualIp.GLOBAL + other, "configuration reloaded");
            assertThat(ask(lan, 2)).containsOnly("4");
            say(lan, talk, "afterwards");
        }
    }

    /** A word comes back through the connection. */
    private void say(Lan lan, Process talk, String word) throws Exception {
        OutputStream input = talk.getOutputStream();
        input.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
        Path heard = folder.resolve(CLIENT + "-talk.log");
        lan.await(word, () -> Files.readString(heard).contains(word));
    }

    @Test
    void udp_isShared_andNewClientsPassADeadServer() throws Exception {
        try (Lan lan = network()) {
            StringBuilder servers = new StringBuilder();
            for (int server = 3; server <= 4; server++) {
                Path alive = Files.createFile(folder.resolve("alive-" + server));
                Path number = folder.resolve("number-" + server);
                Files.writeString(number, Integer.toString(server));
                Process _ =
                        lan.start(
                                server,
                                "udp",
                                "socat",
                                "UDP4-RECVFROM:" + PORT + ",fork",
                                "SYSTEM:cat " + number);
                servers.append(
                        """
                         real_server 192.168.2.1%d %d {
                          MISC_CHECK {
                           misc_path "/usr/bin/test -e %s"
                          }
                         }
                        """
                                .formatted(server, PORT, alive));
            }
            Process _ =
                    director(
                            lan,
                            """
                            virtual_server %s %d {
                             lb_algo rr
                             lb_kind NAT
                             protocol UDP
                             delay_loop 0.2
                             retry 0
                            %s}
                            """
                                    .formatted(SERVICE, PORT, servers));
            lan.await("both answer", () -> askUdp(lan, 4).containsAll(List.of("3", "4")));
            Files.delete(folder.resolve("alive-3"));
            lan.awaitLog(DIRECTOR, "[192.168.2.13]:udp:7070 no longer serves");
            assertThat(askUdp(lan, 4)).containsOnly("4");
        }
    }

    /** Sends so many datagrams, each from a port of its own, and waits for an answer to each. */
    private static List<String> askUdp(Lan lan, int times) throws Exception {
        List<String> answers = new ArrayList<>();
        String ask = "exec 3<>/dev/udp/%s/%d; echo x >&3; head -c 1 <&3".formatted(SERVICE, PORT);
        for (int i = 0; i < times; i++) {
            answers.add(lan.output(CLIENT, "timeout", "5", "bash", "-c", ask).strip());
        }
        return answers;
    }

    @Test
    void ipv6_isShared_andTheSorryServerStepsIn() throws Exception {
        try (Lan lan = network()) {
            String forwarding = "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding";
            String _ = lan.output(DIRECTOR, "sh", "-c", forwarding);
            String _ = lan.ip(DIRECTOR, "addr add fd00::100/64 dev eth0 nodad");
            String _ = lan.ip(DIRECTOR, "addr add fd02::11/64 dev eth1 nodad");
            List<Process> services = new ArrayList<>();
            for (int server = 3; server <= 5; server++) {
                String _ = lan.ip(server, "addr add fd02::1%d/64 dev eth1 nodad".formatted(server));
                String _ = lan.ip(server, "-6 route add default via fd02::11");
                services.add(serve(lan, server, "TCP6-LISTEN:" + PORT + ",reuseaddr,fork"));
            }
            String text =
                    service("lb_algo wrr\n quorum 2\n sorry_server fd02::15 7070", 3, 1)
                            .replace(SERVICE, "fd00::100")
                            .replace("192.168.2.", "fd02::");
            Process _ = director(lan, text);
            String service = "TCP6:[fd00::100]:" + PORT;
            lan.await("both", () -> ask(lan, 4, service).containsAll(List.of("3", "4")));
            assertThat(ask(lan, 8, service)).containsOnly("3", "4").contains("4");
            assertThat(Collections.frequency(ask(lan, 8, service), "3")).isEqualTo(6);

            VirtualIp.kill(services.getFirst());
            lan.await("sorry", () -> ask(lan, 2, service).equals(List.of("5", "5")));
        }
    }

    /** The client is on the first cable only, the servers on the second only. */
    private Lan network() throws Exception {
        Lan lan = new Lan(folder, 5, 2);
        String _ = lan.ip(CLIENT, "link set eth1 down");
        for (int server = 3; server <= 5; server++) {
            String _ = lan.ip(server, "link set eth0 down");
            String _ = lan.ip(server, "route add default via 192.168.2.11");
        }
        String _ = lan.ip(DIRECTOR, "addr add " + SERVICE + "/24 dev eth0");
        String _ = lan.output(DIRECTOR, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        return lan;
    }

    /** A service that tells the machine's number. */
    private Process serve(Lan lan, int machine) throws Exception {
        return serve(lan, machine, "TCP4-LISTEN:" + PORT + ",reuseaddr,fork");
    }

    private Process serve(Lan lan, int machine, String listening) throws Exception {
        Path number = folder.resolve("number-" + machine);
        var _ = Files.writeString(number, Integer.toString(machine));
        Process service =
                lan.start(
                        machine,
                        "number",
                        RequiredTool.path("socat").toString(),
                        "-U",
                        listening,
                        "OPEN:" + number + ",rdonly");
        lan.await(
                "machine " + machine + " listens",
                () -> lan.output(machine, "ss", "-ltnH").contains(":" + PORT));
        return service;
    }

    private static Process director(Lan lan, String configuration) throws Exception {
        return lan.aplomb(DIRECTOR, VirtualIp.GLOBAL + configuration);
    }

    private static String service(String options, int... weights) {
        StringBuilder text = new StringBuilder();
        text.append(
                "virtual_server %s %d {%n lb_kind NAT%n protocol TCP%n %s%n"
                        .formatted(SERVICE, PORT, options));
        text.append(" delay_loop 0.2\n retry 0\n warmup 0\n");
        for (int i = 0; i < weights.length; i++) {
            text.append(
                    " real_server 192.168.2.1%d %d {%n  weight %d%n"
                            .formatted(i + 3, PORT, weights[i]));
            text.append("  TCP_CHECK {\n   connect_timeout 50\n  }\n }\n");
        }
        return text.append("}\n").toString();
    }

    private static String nft(Lan lan) throws Exception {
        return lan.output(DIRECTOR, "nft", "list", "ruleset");
    }

    /** Connects so many times, one after the other. */
    private static List<String> ask(Lan lan, int times) throws Exception {
        return ask(lan, times, "TCP4:" + SERVICE + ":" + PORT);
    }

    private static List<String> ask(Lan lan, int times, String service) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String to = service + ",connect-timeout=20";
            answers.add(lan.output(CLIENT, "socat", "-u", "-T20", to, "-").strip());
        }
        return answers;
    }
}
