package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult.Status;
import io.aplomb.control.guard.Step;
import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@code aplomb:Filesystem}: a file system that is mounted, with the parameters of {@code
 * ocf:heartbeat:Filesystem}. mount(8) and umount(8) do it, for they know the kinds of file systems;
 * who keeps it from being unmounted is found in /proc and ended.
 */
final class FilesystemAgent implements Agent {

    /** Users of the file system are asked to end so long before they are killed. */
    private static final long ASK_MS = 2_000;

    private static final long LOOK_AGAIN_MS = 50;
    private static final int LEVEL_READ = 10;
    private static final int LEVEL_WRITE = 20;

    private final AgentPlaces places;

    FilesystemAgent(AgentPlaces places) {
        this.places = places;
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption)
            throws InterruptedException {
        String directory = call.parameter("directory", "");
        String device = call.parameter("device", "");
        if (!directory.startsWith("/") || device.isEmpty()) {
            // Nothing can have been started with these.
            return call.operation().equals("stop")
                    ? AgentAnswer.of(Ocf.SUCCESS)
                    : AgentAnswer.of(
                            Ocf.NOT_CONFIGURED, "parameters device and directory are needed");
        }
        try {
            Path where = Path.of(directory);
            return switch (call.operation()) {
                case "start" -> start(call, device, where, interruption);
                case "stop" -> stop(call, where, interruption);
                case "monitor", "status" -> monitor(call, where);
                case "validate-all" -> AgentAnswer.of(Ocf.SUCCESS);
                default -> AgentAnswer.of(Ocf.UNIMPLEMENTED);
            };
        } catch (IOException failure) {
            return AgentAnswer.of(Ocf.GENERIC_ERROR, String.valueOf(failure.getMessage()));
        }
    }

    private AgentAnswer start(
            AgentCall call, String device, Path directory, Interruption interruption)
            throws IOException {
        Optional<Mounts.Mount> there = Mounts.read().at(directory);
        if (there.isPresent()) {
            return there.get().source().equals(device) || !device.startsWith("/dev/")
                    ? AgentAnswer.of(Ocf.SUCCESS)
                    : AgentAnswer.of(
                            Ocf.GENERIC_ERROR,
                            there.get().source() + " is mounted on " + directory + " already");
        }
        if (device.startsWith("/") && !Files.exists(Path.of(device))) {
            return AgentAnswer.of(Ocf.NOT_INSTALLED, device + " is not there");
        }
        Files.createDirectories(directory);
        List<String> words = new ArrayList<>(List.of("mount"));
        call.parameter("fstype").ifPresent(type -> words.addAll(List.of("-t", type)));
        call.parameter("options").ifPresent(options -> words.addAll(List.of("-o", options)));
        words.addAll(List.of(device, directory.toString()));
        return run(call, words, interruption);
    }

    private AgentAnswer stop(AgentCall call, Path directory, Interruption interruption)
            throws IOException, InterruptedException {
        boolean kill = isKillingAllowed(call);
        long askedNs = System.nanoTime();
        boolean asked = false;
        while (true) {
            List<Mounts.Mount> below = Mounts.read().under(directory);
            if (below.isEmpty()) {
                return AgentAnswer.of(Ocf.SUCCESS);
            }
            Path innermost = below.getLast().directory();
            AgentAnswer answer = run(call, List.of("umount", innermost.toString()), interruption);
            if (answer.rc() == Ocf.SUCCESS) {
                continue;
            }
            Set<Integer> users = Mounts.users(below.getLast());
            if (!kill || interruption.isAsked()) {
                return new AgentAnswer(
                        answer.rc(),
                        Status.DONE,
                        answer.exitReason() + "; in use by " + users,
                        answer.output());
            }
            boolean patient = System.nanoTime() - askedNs < TimeUnit.MILLISECONDS.toNanos(ASK_MS);
            if (!asked || !patient) {
                for (int pid : users) {
                    boolean _ =
                            Processes.signal(
                                    pid, patient ? ChildProcess.SIGTERM : ChildProcess.SIGKILL);
                }
                asked = true;
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    /** {@code force_unmount}: {@code no} ends nobody; {@code safe} is how users are looked for. */
    private static boolean isKillingAllowed(AgentCall call) {
        String force = call.parameter("force_unmount", "true").toLowerCase(Locale.ROOT);
        return !Set.of("no", "false", "0", "off").contains(force);
    }

    private AgentAnswer run(AgentCall call, List<String> words, Interruption interruption) {
        Optional<Path> program = places.program(words.getFirst());
        if (program.isEmpty()) {
            return AgentAnswer.notInstalled("there is no " + words.getFirst());
        }
        AgentAnswer answer =
                ProgramRun.ask(
                        ProgramAgent.command(
                                program.get(),
                                OcfEnvironment.common(places, call.resource()),
                                words.subList(1, words.size()).toArray(String[]::new)),
                        interruption);
        if (answer.status() != Status.DONE || answer.rc() == 0) {
            return answer;
        }
        return new AgentAnswer(
                Ocf.GENERIC_ERROR,
                Status.DONE,
                answer.output().error().lines().findFirst().orElse("").strip(),
                answer.output());
    }

    private static AgentAnswer monitor(AgentCall call, Path directory) throws IOException {
        if (Mounts.read().at(directory).isEmpty()) {
            return AgentAnswer.of(Ocf.NOT_RUNNING);
        }
        int level = Integer.parseInt("0" + call.parameter("OCF_CHECK_LEVEL", "0").strip());
        if (level >= LEVEL_READ) {
            try (var entries = Files.list(directory)) {
                var _ = entries.findFirst();
            }
        }
        if (level >= LEVEL_WRITE) {
            Path file = directory.resolve(".aplomb-" + call.resource());
            Path _ =
                    Files.writeString(
                            file,
                            "written by the monitor of " + call.resource() + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.SYNC);
        }
        return AgentAnswer.of(Ocf.SUCCESS);
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        String directory = call.parameter("directory", "");
        if (!directory.startsWith("/")) {
            return Optional.empty();
        }
        // Processes of the resource's users are other holds, which stop before this one.
        String script =
                "grep -qs -- \" $1 \" /proc/self/mountinfo || exit 0; umount -- \"$1\" && exit 0;"
                        + " fuser -skm -- \"$1\"; umount -- \"$1\"";
        return Optional.of(
                new Relief(
                        List.of(),
                        List.of(
                                new Step.Command(
                                        List.of("/bin/sh", "-c", script, "sh", directory),
                                        OcfEnvironment.common(places, call.resource()),
                                        call.timeoutMs())),
                        List.of()));
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        return Set.of();
    }

    @Override
    public boolean leavesProcesses() {
        return false;
    }
}
