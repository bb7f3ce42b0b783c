package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.linux.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Agents of class {@code systemd}: units, through systemctl(1). Starting and stopping wait for
 * systemd's job. While the cluster has a unit, an override keeps systemd from starting it again
 * after a failure, which is the cluster's to decide.
 */
final class UnitAgent implements Agent {

    /** A unit on the way from one state to another is looked at again so soon. */
    private static final long LOOK_AGAIN_MS = 50;

    /** A monitor waits for that no longer than this part of its timeout. */
    private static final int PATIENCE_PART = 2;

    private static final String OVERRIDE_FILE = "50-aplomb.conf";
    private static final String OVERRIDE =
            """
            # Written by Aplomb while the cluster runs this unit.
            [Service]
            Restart=no
            """;

    private static final List<String> KINDS =
            List.of(".service", ".socket", ".mount", ".timer", ".path", ".target");

    private final AgentPlaces places;

    UnitAgent(AgentPlaces places) {
        this.places = places;
    }

    /** What systemd says of a unit (systemctl show). */
    private record UnitState(Map<String, String> properties) {

        boolean known() {
            return properties.getOrDefault("LoadState", "").equals("loaded");
        }

        String active() {
            return properties.getOrDefault("ActiveState", "");
        }

        String sub() {
            return properties.getOrDefault("SubState", "");
        }

        int mainPid() {
            String pid = properties.getOrDefault("MainPID", "0");
            return pid.isEmpty() ? 0 : Integer.parseInt(pid);
        }

        /** Whether it is on the way; or its process has died and systemd has not seen that yet. */
        boolean isMoving() {
            return switch (active()) {
                case "activating" -> !sub().startsWith("auto-restart");
                case "deactivating", "reloading", "refreshing", "maintenance" -> true;
                case "active" -> mainPid() > 0 && ProcessTable.find(mainPid()).isEmpty();
                default -> false;
            };
        }

        AgentAnswer answer() {
            if (!known()) {
                return AgentAnswer.notInstalled("systemd knows no such unit");
            }
            return switch (active()) {
                case "active", "reloading", "refreshing", "activating" ->
                        sub().startsWith("auto-restart")
                                ? AgentAnswer.of(Ocf.GENERIC_ERROR, text())
                                : AgentAnswer.of(Ocf.SUCCESS);
                case "inactive" -> AgentAnswer.of(Ocf.NOT_RUNNING);
                case "failed" -> AgentAnswer.of(Ocf.NOT_RUNNING, text());
                default -> AgentAnswer.of(Ocf.GENERIC_ERROR, text());
            };
        }

        String text() {
            String result = properties.getOrDefault("Result", "");
            return "the unit is "
                    + active()
                    + (result.isEmpty() || result.equals("success") ? "" : ": " + result);
        }
    }

    /** systemctl, or the unit's state, could not be had. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient AgentAnswer answer;

        Refused(AgentAnswer answer) {
            super(answer.exitReason());
            this.answer = answer;
        }
    }

    /** {@code nginx} is {@code nginx.service}; a name that ends as one of a unit is that unit. */
    static String unit(String type) {
        return KINDS.stream().anyMatch(type::endsWith) ? type : type + ".service";
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption)
            throws InterruptedException {
        try {
            return switch (call.operation()) {
                case "monitor", "status" -> monitor(call, interruption);
                case "start" -> start(call, interruption);
                case "stop" -> stop(call, interruption);
                case "reload", "reload-agent" -> systemctl(call, interruption, "reload");
                case "validate-all" -> state(call, interruption).answer();
                default -> AgentAnswer.of(Ocf.UNIMPLEMENTED);
            };
        } catch (Refused refused) {
            return refused.answer;
        } catch (IOException failure) {
            return AgentAnswer.failed(String.valueOf(failure.getMessage()));
        }
    }

    private AgentAnswer monitor(AgentCall call, Interruption interruption)
            throws Refused, InterruptedException {
        long patienceMs = call.timeoutMs() / PATIENCE_PART;
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        UnitState state = state(call, interruption);
        while (state.isMoving() && System.nanoTime() - deadlineNs < 0) {
            Thread.sleep(LOOK_AGAIN_MS);
            state = state(call, interruption);
        }
        return state.answer();
    }

    private AgentAnswer start(AgentCall call, Interruption interruption)
            throws Refused, IOException, InterruptedException {
        if (!state(call, interruption).known()) {
            return AgentAnswer.notInstalled("systemd knows no unit " + unit(call.agent().type()));
        }
        Path override = override(call);
        if (!Files.exists(override)) {
            Files.createDirectories(override.getParent());
            Files.writeString(override, OVERRIDE);
            AgentAnswer _ = run(interruption, call, "daemon-reload");
        }
        AgentAnswer started = systemctl(call, interruption, "start");
        if (started.rc() != Ocf.SUCCESS) {
            return started;
        }
        AgentAnswer runs = monitor(call, interruption);
        return runs.rc() == Ocf.NOT_RUNNING
                ? AgentAnswer.of(Ocf.GENERIC_ERROR, "it has ended at once; " + runs.exitReason())
                : runs;
    }

    private AgentAnswer stop(AgentCall call, Interruption interruption)
            throws Refused, IOException {
        if (!state(call, interruption).known()) {
            return AgentAnswer.of(Ocf.SUCCESS);
        }
        AgentAnswer stopped = systemctl(call, interruption, "stop");
        Path override = override(call);
        if (stopped.rc() == Ocf.SUCCESS && Files.deleteIfExists(override)) {
            AgentAnswer _ = run(interruption, call, "daemon-reload");
        }
        return stopped;
    }

    private Path override(AgentCall call) {
        return places.unitOverrides()
                .resolve(unit(call.agent().type()) + ".d")
                .resolve(OVERRIDE_FILE);
    }

    /** Has systemd do something with the unit, and waits until it is done. */
    private AgentAnswer systemctl(AgentCall call, Interruption interruption, String verb) {
        AgentAnswer answer = run(interruption, call, verb, unit(call.agent().type()));
        if (answer.status() != Status.DONE || answer.rc() == 0) {
            return answer;
        }
        String said = answer.output().error().lines().findFirst().orElse("").strip();
        return new AgentAnswer(Ocf.GENERIC_ERROR, Status.DONE, said, answer.output());
    }

    private UnitState state(AgentCall call, Interruption interruption) throws Refused {
        AgentAnswer answer =
                run(
                        interruption,
                        call,
                        "show",
                        "--property=LoadState,ActiveState,SubState,Result,MainPID",
                        unit(call.agent().type()));
        if (answer.status() != Status.DONE || answer.rc() != 0) {
            String said = answer.output().error().lines().findFirst().orElse("").strip();
            throw new Refused(
                    AgentAnswer.failed(
                            "systemd does not answer: "
                                    + (said.isEmpty() ? answer.exitReason() : said)));
        }
        Map<String, String> properties = new HashMap<>();
        answer.output()
                .text()
                .lines()
                .forEach(
                        line -> {
                            int equal = line.indexOf('=');
                            if (equal > 0) {
                                properties.put(line.substring(0, equal), line.substring(equal + 1));
                            }
                        });
        return new UnitState(properties);
    }

    private AgentAnswer run(Interruption interruption, AgentCall call, String... words) {
        Optional<Path> program = places.program("systemctl");
        if (program.isEmpty()) {
            return AgentAnswer.notInstalled("there is no systemctl");
        }
        return ProgramRun.ask(
                ProgramAgent.command(
                        program.get(), OcfEnvironment.common(places, call.resource()), words),
                interruption);
    }

    /** Whether systemd runs here and has the unit of a call. */
    boolean has(AgentCall call, Interruption interruption) {
        try {
            return places.program("systemctl").isPresent() && state(call, interruption).known();
        } catch (Refused notHere) {
            return false;
        }
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        return Optional.of(
                Relief.command(
                        ProgramAgent.words(
                                places.program("systemctl").orElse(Path.of("/usr/bin/systemctl")),
                                "stop",
                                unit(call.agent().type())),
                        OcfEnvironment.common(places, call.resource()),
                        call.timeoutMs()));
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        try {
            int pid = state(call, new Interruption()).mainPid();
            return pid > 1 ? Set.of(pid) : Set.of();
        } catch (Refused unknown) {
            return Set.of();
        }
    }
}
