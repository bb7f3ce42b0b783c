package io.aplomb.control.agent;

import java.util.Optional;
import java.util.Set;

/**
 * Agents of class {@code service}: the unit of that name where systemd has one, else the init
 * script.
 */
final class ServiceAgent implements Agent {

    private final UnitAgent units;
    private final InitScriptAgent scripts;

    ServiceAgent(UnitAgent units, InitScriptAgent scripts) {
        this.units = units;
        this.scripts = scripts;
    }

    private Agent of(AgentCall call, Interruption interruption) {
        return units.has(call, interruption) ? units : scripts;
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption)
            throws InterruptedException {
        return of(call, interruption).perform(call, interruption);
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        return of(call, new Interruption()).relief(call);
    }

    @Override
    public Set<Integer> mainProcesses(AgentCall call) {
        return of(call, new Interruption()).mainProcesses(call);
    }
}
