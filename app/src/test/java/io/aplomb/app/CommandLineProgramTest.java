package io.aplomb.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineProgramTest {
    private final List<List<String>> proxied = new ArrayList<>();
    private final List<List<String>> virtual = new ArrayList<>();
    private final List<List<String>> simulated = new ArrayList<>();
    private final List<List<String>> resources = new ArrayList<>();
    private final List<String> daemons = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void wordsAfterProxy_reachItUntouched() {
        assertThat(
                        run(
                                "proxy",
                                "-db",
                                "-f",
                                "@file",
                                "--",
                                "--help",
                                "",
                                "two words",
                                "--log-format"))
                .isEqualTo(42);
        assertThat(proxied)
                .containsExactly(
                        List.of(
                                "-db",
                                "-f",
                                "@file",
                                "--",
                                "--help",
                                "",
                                "two words",
                                "--log-format"));
    }

    @Test
    void optionsOfTheRoot_mayStandBeforeProxy() {
        assertThat(run("--log-format", "human", "proxy", "-c")).isEqualTo(42);
        assertThat(run("--log-format=HUMAN", "proxy", "-c")).isEqualTo(42);
        assertThat(proxied).containsExactly(List.of("-c"), List.of("-c"));
    }

    @Test
    void wrongWords_giveExitCodeOneAndTheUsage() {
        assertThat(run("serve")).isEqualTo(1);
        assertThat(run()).isEqualTo(1);
        assertThat(run("--log-format", "xml", "proxy")).isEqualTo(1);
        assertThat(text(err)).contains("Usage: aplomb", "proxy", "completion");
        assertThat(proxied).isEmpty();
    }

    @Test
    void version_isThatOfTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).matches("aplomb [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
    }

    @Test
    void help_ofProxy_listsHaproxysOptions() {
        assertThat(run("proxy", "--help")).isZero();
        assertThat(text(out)).contains("Usage: aplomb proxy", "-f FILE|DIR", "-db", "-sf PID...");
        assertThat(proxied).isEmpty();
    }

    @Test
    void vrrp_getsItsWordsAsTheyAre() {
        assertThat(run("--log-format", "json", "vrrp", "-nl", "-f", "x")).isEqualTo(43);
        assertThat(virtual).containsExactly(List.of("-nl", "-f", "x"));
    }

    @Test
    void simulate_getsItsWordsAsTheyAre() {
        assertThat(run("simulate", "-Sx", "cib.xml")).isEqualTo(44);
        assertThat(simulated).containsExactly(List.of("-Sx", "cib.xml"));
    }

    @Test
    void resource_getsItsWordsAsTheyAre() {
        assertThat(run("resource", "create", "vip", "-f", "x", "--force")).isEqualTo(45);
        assertThat(resources).containsExactly(List.of("create", "vip", "-f", "x", "--force"));
    }

    @Test
    void daemon_takesItsDirectory() {
        assertThat(run("daemon", "--state", "/x")).isEqualTo(46);
        assertThat(run("daemon")).isEqualTo(46);
        assertThat(daemons).containsExactly("/x", "");
    }

    @Test
    void completion_knowsCommandsAndOptions() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(text(out))
                .startsWith("#!/usr/bin/env bash")
                .contains("proxy", "completion", "--log-format", "-db");
        assertThat(run("completion", "fish")).isEqualTo(1);
    }

    private int run(String... words) {
        var program =
                new CommandLineProgram(
                        Map.of(
                                "proxy",
                                proxyWords -> {
                                    proxied.add(List.copyOf(proxyWords));
                                    return 42;
                                },
                                "vrrp",
                                vrrpWords -> {
                                    virtual.add(List.copyOf(vrrpWords));
                                    return 43;
                                },
                                "simulate",
                                simulateWords -> {
                                    simulated.add(List.copyOf(simulateWords));
                                    return 44;
                                },
                                "resource",
                                resourceWords -> {
                                    resources.add(List.copyOf(resourceWords));
                                    return 45;
                                }),
                        directory -> {
                            daemons.add(directory);
                            return 46;
                        },
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return program.run(words);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
