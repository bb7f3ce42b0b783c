package io.aplomb.control.agent;

import io.aplomb.control.guard.Step;
import io.aplomb.linux.ChildProcess;
import io.aplomb.linux.ChildProcess.Command;
import io.aplomb.linux.ChildProcess.End;
import io.aplomb.linux.Poller;
import io.aplomb.linux.ProcessDescriptor;
import io.aplomb.linux.ProcessStatus;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code aplomb:Process}: any program that stays in the foreground. It has a session of its own,
 * outlives this program, and is found again by its successor. A stop ends what it started, too,
 * whatever session that made for itself: {@link MarkedProcesses}.
 */
final class ProcessAgent implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessAgent.class);

    /** A log that is longer when the program starts is put aside. */
    private static final long LOG_BYTES = 10 << 20;

    /** Of a stop's timeout, this part is left for killing. */
    private static final int KILL_PART = 4;

    private static final long KILL_MS = 2_000;
    private static final long LOOK_AGAIN_MS = 20;
    private static final long ASK_AGAIN_MS = 100;
    private static final long SETTLE_MS = 50;

    private final AgentPlaces places;
    private final DeathWatch deaths;

    /** Those that this program has started, and how they ended; by resource. */
    private final Map<String, ChildProcess> children = new ConcurrentHashMap<>();

    private final Map<String, String> ends = new ConcurrentHashMap<>();

    ProcessAgent(AgentPlaces places, DeathWatch deaths) {
        this.places = places;
        this.deaths = deaths;
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption)
            throws InterruptedException {
        try {
            return switch (call.operation()) {
                case "start" -> start(call, interruption);
                case "stop" -> stop(call);
                case "monitor", "status" -> monitor(call, interruption);
                case "validate-all" -> {
                    var _ = ProcessParameters.of(call);
                    yield AgentAnswer.of(Ocf.SUCCESS);
                }
                default -> AgentAnswer.of(Ocf.UNIMPLEMENTED);
            };
        } catch (ProcessParameters.Refused refused) {
            return AgentAnswer.of(Ocf.NOT_CONFIGURED, String.valueOf(refused.getMessage()));
        } catch (IOException failure) {
            return AgentAnswer.of(Ocf.GENERIC_ERROR, String.valueOf(failure.getMessage()));
        }
    }

    private AgentAnswer start(AgentCall call, Interruption interruption)
            throws ProcessParameters.Refused, IOException, InterruptedException {
        ProcessParameters wanted = ProcessParameters.of(call);
        ProcessRecord record = new ProcessRecord(places, call.resource());
        Optional<ProcessStatus> there = record.running();
        if (there.isEmpty()) {
            Optional<Path> program = executable(wanted.words().getFirst());
            if (program.isEmpty()) {
                return AgentAnswer.of(
                        Ocf.NOT_INSTALLED, wanted.words().getFirst() + " is not there");
            }
            launch(call, wanted, record);
        }
        return awaitHealth(call, wanted, interruption);
    }

    private Optional<Path> executable(String word) {
        return word.contains("/")
                ? Optional.of(Path.of(word)).filter(Files::isExecutable)
                : places.program(word);
    }

    private void launch(AgentCall call, ProcessParameters wanted, ProcessRecord record)
            throws IOException {
        Map<String, String> environment = OcfEnvironment.common(places, call.resource());
        environment.putAll(wanted.environment());
        List<String> words = new ArrayList<>(become(wanted));
        words.addAll(wanted.words());
        String program = executable(words.getFirst()).orElseThrow().toString();
        ChildProcess child =
                ChildProcess.start(
                        new Command(
                                program,
                                words,
                                environment,
                                wanted.directory(),
                                log(call, wanted)));
        Optional<ProcessStatus> process = ProcessTable.running(child.pid());
        if (process.isPresent()) {
            record.write(process.get());
            writePidFile(wanted, child.pid());
        }
        forgetEnd(call.resource());
        children.put(call.resource(), child);
        deaths.watch(
                "child " + child.pid(),
                ProcessDescriptor.open(child.pid()),
                () -> noteEnd(call.resource()));
    }

    private synchronized void forgetEnd(String resource) {
        noteEnd(resource);
        String _ = ends.remove(resource);
    }

    /** Has the kernel forget a process that has ended and was started here; keeps how it did. */
    private synchronized void noteEnd(String resource) {
        ChildProcess child = children.get(resource);
        if (child == null) {
            return;
        }
        try {
            Optional<End> end = child.reap();
            if (end.isPresent()) {
                LOG.info("{}: process {}: {}", resource, child.pid(), text(end.get()));
                ends.put(resource, text(end.get()));
                children.remove(resource, child);
                child.close();
            }
        } catch (SystemCallException refused) {
            LOG.warn("{}: process {}: {}", resource, child.pid(), refused.getMessage());
        }
    }

    private static String text(End end) {
        return switch (end) {
            case End.Exited(int status) -> "it ended with exit status " + status;
            case End.Signalled(int signal) -> "it was ended by signal " + signal;
        };
    }

    private List<String> become(ProcessParameters wanted) {
        return wanted.user().isEmpty()
                ? List.of()
                : List.of(
                        "setpriv",
                        "--reuid=" + wanted.user(),
                        wanted.group().isEmpty()
                                ? "--regid=" + wanted.userGroup()
                                : "--regid=" + wanted.group(),
                        "--init-groups",
                        "--");
    }

    private String log(AgentCall call, ProcessParameters wanted) throws IOException {
        Path log =
                wanted.log().isEmpty()
                        ? places.state().resolve("agent-logs").resolve(call.resource() + ".log")
                        : Path.of(wanted.log());
        if (log.getParent() != null) {
            Files.createDirectories(log.getParent());
        }
        if (Files.isRegularFile(log) && Files.size(log) > LOG_BYTES) {
            Path _ =
                    Files.move(
                            log,
                            log.resolveSibling(log.getFileName() + ".1"),
                            StandardCopyOption.REPLACE_EXISTING);
        }
        return log.toString();
    }

    private static void writePidFile(ProcessParameters wanted, int pid) throws IOException {
        if (!wanted.pidFile().isEmpty()) {
            Path _ = Files.writeString(Path.of(wanted.pidFile()), pid + "\n");
        }
    }

    /** Without a health command, it has to live for a moment; with one, to become healthy. */
    private AgentAnswer awaitHealth(
            AgentCall call, ProcessParameters wanted, Interruption interruption)
            throws IOException, ProcessParameters.Refused, InterruptedException {
        Optional<ProcessStatus> process = new ProcessRecord(places, call.resource()).running();
        if (process.isPresent() && !awaitEnd(process.get(), SETTLE_MS)) {
            AgentAnswer health = health(call, wanted, interruption);
            while (health.rc() != Ocf.SUCCESS && !awaitEnd(process.get(), ASK_AGAIN_MS)) {
                if (interruption.isAsked()) {
                    return health;
                }
                health = health(call, wanted, interruption);
            }
            if (health.rc() == Ocf.SUCCESS) {
                return health;
            }
        }
        return AgentAnswer.of(Ocf.GENERIC_ERROR, howItEnded(call));
    }

    private String howItEnded(AgentCall call) {
        noteEnd(call.resource());
        return ends.getOrDefault(call.resource(), "it has ended");
    }

    /** Waits for the end of a process; true when it has ended. */
    private static boolean awaitEnd(ProcessStatus process, long limitMs)
            throws SystemCallException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try (Poller poller = Poller.open();
                ProcessDescriptor descriptor = ProcessDescriptor.open(process.pid())) {
            return isGone(process)
                    || !poller.await(
                                    List.of(descriptor.fd()),
                                    TimeUnit.MILLISECONDS.toNanos(limitMs))
                            .isEmpty();
        } catch (SystemCallException gone) {
            if (gone.errno() == SystemCallException.ESRCH) {
                return true;
            }
            throw gone;
        }
    }

    private static boolean isGone(ProcessStatus process) {
        return ProcessTable.running(process.pid()).filter(process::isSame).isEmpty();
    }

    private AgentAnswer monitor(AgentCall call, Interruption interruption)
            throws ProcessParameters.Refused {
        if (new ProcessRecord(places, call.resource()).running().isPresent()) {
            return health(call, ProcessParameters.of(call), interruption);
        }
        if (!MarkedProcesses.of(places, call.resource()).isEmpty()) {
            return AgentAnswer.of(
                    Ocf.GENERIC_ERROR, howItEnded(call) + " and left processes behind");
        }
        noteEnd(call.resource());
        return AgentAnswer.of(Ocf.NOT_RUNNING, ends.getOrDefault(call.resource(), ""));
    }

    private AgentAnswer health(
            AgentCall call, ProcessParameters wanted, Interruption interruption) {
        if (wanted.health().isEmpty()) {
            return AgentAnswer.of(Ocf.SUCCESS);
        }
        Map<String, String> environment = OcfEnvironment.common(places, call.resource());
        environment.remove(OcfEnvironment.RESOURCE); // it is not of the resource: no stop ends it
        environment.putAll(wanted.environment());
        String program =
                executable(wanted.health().getFirst())
                        .map(Path::toString)
                        .orElse(wanted.health().getFirst());
        AgentAnswer answer =
                ProgramRun.ask(
                        new Command(
                                program, wanted.health(), environment, wanted.directory(), null),
                        interruption);
        if (answer.rc() == Ocf.SUCCESS) {
            return answer;
        }
        String said = answer.output().error() + answer.output().text();
        return new AgentAnswer(
                Ocf.GENERIC_ERROR,
                answer.status(),
                "not healthy: " + said.lines().findFirst().orElse("exit status " + answer.rc()),
                answer.output());
    }

    private AgentAnswer stop(AgentCall call)
            throws ProcessParameters.Refused, IOException, InterruptedException {
        ProcessRecord record = new ProcessRecord(places, call.resource());
        Optional<ProcessStatus> main = record.running();
        if (main.isPresent()) {
            int signal = ProcessParameters.stopSignal(call);
            long patienceMs = call.timeoutMs() - call.timeoutMs() / KILL_PART;
            if (Processes.signal(main.get().pid(), signal)) {
                boolean ended = awaitEnd(main.get(), patienceMs);
                LOG.info("{}: {}", call.resource(), ended ? "ended" : "has to be killed");
            }
        }
        if (!killRest(call)) {
            return AgentAnswer.of(Ocf.GENERIC_ERROR, "processes are left that cannot be killed");
        }
        record.delete();
        return AgentAnswer.of(Ocf.SUCCESS);
    }

    /** Kills all it has started, until there is nothing left. */
    private boolean killRest(AgentCall call) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KILL_MS);
        Map<Integer, ProcessStatus> left = MarkedProcesses.of(places, call.resource());
        while (!left.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            for (int pid : left.keySet()) {
                boolean _ = Processes.signal(pid, ChildProcess.SIGKILL);
            }
            Thread.sleep(LOOK_AGAIN_MS);
            left = MarkedProcesses.of(places, call.resource());
        }
        return left.isEmpty();
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        ProcessRecord record = new ProcessRecord(places, call.resource());
        Step.Target target =
                record.running()
                        .<Step.Target>map(main -> new Step.Session(main.pid(), main.startTicks()))
                        .orElseGet(() -> new Step.PidFile(record.file().toString()));
        long graceMs = call.timeoutMs() / KILL_PART;
        return Optional.of(
                new Relief(
                        List.of(),
                        List.of(new Step.Kill(target, graceMs, call.timeoutMs())),
                        List.of()));
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        return new ProcessRecord(places, call.resource())
                .running()
                .map(main -> Set.of(main.pid()))
                .orElse(Set.of());
    }
}
