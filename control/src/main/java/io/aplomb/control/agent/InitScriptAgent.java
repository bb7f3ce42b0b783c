package io.aplomb.control.agent;

import io.aplomb.cluster.live.OperationResult.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Agents of class {@code lsb}: init scripts (Linux Standard Base 5.0, core, section 22.2). They
 * have no parameters.
 */
final class InitScriptAgent implements Agent {

    private static final int STATUS_DEAD_WITH_PID_FILE = 1;
    private static final int STATUS_DEAD_WITH_LOCK_FILE = 2;
    private static final int STATUS_NOT_RUNNING = 3;

    private final AgentPlaces places;

    InitScriptAgent(AgentPlaces places) {
        this.places = places;
    }

    private Path script(AgentCall call) {
        return places.initScripts().resolve(call.agent().type());
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption) {
        Path script = script(call);
        if (!Files.isRegularFile(script)) {
            return AgentAnswer.notInstalled("there is no init script " + script);
        }
        boolean monitor = call.operation().equals("monitor");
        AgentAnswer answer =
                ProgramRun.ask(
                        ProgramAgent.command(
                                script,
                                OcfEnvironment.common(places, call.resource()),
                                monitor ? "status" : call.operation()),
                        interruption);
        if (answer.status() != Status.DONE) {
            return answer;
        }
        int rc = monitor ? ofStatus(answer.rc()) : ofAction(answer.rc());
        return new AgentAnswer(rc, Status.DONE, answer.exitReason(), answer.output());
    }

    /** Exit codes of {@code status}, Pacemaker's mapping. */
    static int ofStatus(int status) {
        return switch (status) {
            case 0 -> Ocf.SUCCESS;
            case STATUS_DEAD_WITH_PID_FILE, STATUS_DEAD_WITH_LOCK_FILE, STATUS_NOT_RUNNING ->
                    Ocf.NOT_RUNNING;
            default -> Ocf.GENERIC_ERROR;
        };
    }

    /** Exit codes of the other actions are those of OCF up to 7. */
    static int ofAction(int status) {
        return status <= Ocf.NOT_RUNNING ? status : Ocf.GENERIC_ERROR;
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        return Optional.of(
                Relief.command(
                        ProgramAgent.words(script(call), "stop"),
                        OcfEnvironment.common(places, call.resource()),
                        call.timeoutMs()));
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        return Set.of();
    }
}
