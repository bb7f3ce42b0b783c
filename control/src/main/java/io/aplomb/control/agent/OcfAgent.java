package io.aplomb.control.agent;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.control.guard.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Resource agents of class {@code ocf}: the programs under {@code /usr/lib/ocf/resource.d}. */
final class OcfAgent implements Agent {

    private final AgentPlaces places;

    OcfAgent(AgentPlaces places) {
        this.places = places;
    }

    /** The program of an agent; that it is there is another question. */
    static Path program(AgentPlaces places, AgentName name) {
        String provider = name.provider() == null ? "heartbeat" : name.provider();
        return places.ocfRoot().resolve("resource.d").resolve(provider).resolve(name.type());
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption) {
        Path program = program(places, call.agent());
        if (!Files.isRegularFile(program)) {
            return AgentAnswer.notInstalled("there is no agent " + program);
        }
        return ProgramRun.ask(
                ProgramAgent.command(program, OcfEnvironment.of(places, call), call.operation()),
                interruption);
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        return Optional.of(
                new Relief(List.of(), List.of(step(call, "stop")), List.of(step(call, "demote"))));
    }

    private Step step(AgentCall call, String operation) {
        return new Step.Command(
                ProgramAgent.words(program(places, call.agent()), operation),
                OcfEnvironment.of(places, call.with(operation)),
                call.timeoutMs());
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        return ProgramAgent.pidFiles(call);
    }
}
