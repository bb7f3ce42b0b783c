package io.aplomb.proxy.balance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends the keys of the recorded HAProxy runs through the balancers of the same settings. */
class HaproxyChoicesTest {

    private static final int[] IDS = {10, 7, 301};

    record Scenario(String balance, String hashType, String weights, List<String> lines) {
        @Override
        public String toString() {
            return balance + " | " + hashType + " | " + weights;
        }
    }

    static Stream<Scenario> hashScenarios() throws IOException {
        return scenarios().stream().filter(scenario -> !scenario.hashType().isEmpty());
    }

    static Stream<Scenario> staticRoundRobinScenarios() throws IOException {
        return scenarios().stream().filter(scenario -> scenario.balance().equals("static-rr"));
    }

    static Stream<Scenario> roundRobinScenarios() throws IOException {
        return scenarios().stream().filter(scenario -> scenario.balance().equals("roundrobin"));
    }

    @ParameterizedTest
    @MethodSource("hashScenarios")
    void hashedKey_sameSettings_goesToTheServerHaproxyChose(Scenario scenario) throws IOException {
        Balancer<FakeServer> balancer = hashBalancer(scenario.hashType(), scenario.balance());
        balancer.update(servers(scenario.weights()));
        var selection = new Selection(new SplittableRandom(1));
        List<String> chosen = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : scenario.lines()) {
            String key = line.substring(2);
            setKey(selection.reset(0), scenario.balance(), key);
            if (selection.hasKey()) {
                expected.add(line);
                chosen.add(Objects.requireNonNull(balancer.pick(selection)).name + " " + key);
            }
        }
        assertThat(chosen).hasSizeGreaterThan(5).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("staticRoundRobinScenarios")
    void staticRoundRobin_sameWeights_sameSequenceAsHaproxy(Scenario scenario) {
        String expected = scenario.lines().getFirst();
        assertThat(sequence(Balancers.staticRoundRobin(), scenario, expected.length()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("roundRobinScenarios")
    void roundRobin_sameWeights_sameCountsAsHaproxy(Scenario scenario) {
        String expected = scenario.lines().getFirst();
        String chosen = sequence(Balancers.roundRobin(), scenario, expected.length());
        for (String name : List.of("a", "b", "c")) {
            assertThat(count(chosen, name)).isCloseTo(count(expected, name), within1());
        }
    }

    private static org.assertj.core.data.Offset<Integer> within1() {
        return org.assertj.core.data.Offset.offset(1);
    }

    private static int count(String sequence, String name) {
        return sequence.length() - sequence.replace(name, "").length();
    }

    private static String sequence(Balancer<FakeServer> balancer, Scenario scenario, int length) {
        balancer.update(servers(scenario.weights()));
        var selection = new Selection(new SplittableRandom(1));
        var sequence = new StringBuilder();
        for (int i = 0; i < length; i++) {
            sequence.append(Objects.requireNonNull(balancer.pick(selection.reset(0))).name);
        }
        return sequence.toString();
    }

    private static Balancer<FakeServer> hashBalancer(String hashType, String balance) {
        List<String> words = List.of(hashType.split(" "));
        boolean consistent = words.getFirst().equals("consistent");
        HashFunction function =
                words.size() > 1
                        ? HashFunction.valueOf(words.get(1).toUpperCase(Locale.ROOT))
                        : HashFunction.SDBM;
        boolean avalanche = words.contains("avalanche") || (consistent && words.size() == 1);
        var hash = new KeyHash(function, avalanche, balance.equals("source"));
        return consistent ? Balancers.consistentHash(hash, 0) : Balancers.mapHash(hash);
    }

    private static List<FakeServer> servers(String weights) {
        String[] parts = weights.split(",");
        List<FakeServer> servers = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            servers.add(FakeServer.weighted(name, IDS[i], Integer.parseInt(parts[i])));
        }
        return servers;
    }

    private static void setKey(Selection selection, String balance, String key) throws IOException {
        byte[] bytes = key.getBytes(UTF_8);
        List<String> words = List.of(balance.split(" "));
        switch (words.getFirst()) {
            case "source" -> selection.key(InetAddress.getByName(key).getAddress());
            case "uri" ->
                    selection.key(bytes, BalanceKeys.uri(bytes, 0, bytes.length, uriPart(words)));
            case "url_param" -> {
                int query = key.indexOf('?') + 1;
                byte[] name = words.get(1).getBytes(UTF_8);
                selection.key(
                        bytes,
                        query == 0
                                ? KeyRange.ABSENT
                                : BalanceKeys.parameter(bytes, query, bytes.length - query, name));
            }
            case "hdr(host)" ->
                    selection.key(
                            bytes,
                            words.contains("use_domain_only")
                                    ? BalanceKeys.mainDomain(bytes, 0, bytes.length)
                                    : new KeyRange(0, bytes.length));
            default -> throw new IllegalArgumentException(balance);
        }
    }

    private static BalanceKeys.UriPart uriPart(List<String> words) {
        return new BalanceKeys.UriPart(
                words.contains("whole"),
                numberAfter(words, "len"),
                numberAfter(words, "depth"),
                words.contains("path-only"));
    }

    private static int numberAfter(List<String> words, String keyword) {
        int at = words.indexOf(keyword);
        return at < 0 ? 0 : Integer.parseInt(words.get(at + 1));
    }

    private static List<Scenario> scenarios() throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        for (String block : resource().split("\n= balance ")) {
            List<String> lines = block.lines().filter(line -> !line.isBlank()).toList();
            if (!lines.getFirst().startsWith("#")) {
                String[] heading = lines.getFirst().split("\\|");
                scenarios.add(
                        new Scenario(
                                heading[0].strip(),
                                heading[1].strip(),
                                heading[2].strip(),
                                lines.subList(1, lines.size())));
            }
        }
        return scenarios;
    }

    private static String resource() throws IOException {
        try (InputStream in = HaproxyChoicesTest.class.getResourceAsStream("haproxy-choices.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }
}
