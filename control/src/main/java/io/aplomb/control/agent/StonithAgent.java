package io.aplomb.control.agent;

import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Agents of class {@code stonith}: starting one registers the device with this node's fencer, which
 * is not the same as using it.
 */
final class StonithAgent implements Agent {

    private final FenceRegistry devices;

    StonithAgent(FenceRegistry devices) {
        this.devices = devices;
    }

    @Override
    public AgentAnswer perform(AgentCall call, Interruption interruption)
            throws InterruptedException {
        return switch (call.operation()) {
            case "start" -> {
                TreeMap<String, String> parameters = new TreeMap<>(call.parameters());
                parameters.keySet().removeIf(name -> name.startsWith("CRM_meta_"));
                parameters.remove("crm_feature_set");
                yield devices.register(
                        call.resource(), call.agent().type(), parameters, call.timeoutMs());
            }
            case "stop" -> {
                devices.unregister(call.resource());
                yield AgentAnswer.of(Ocf.SUCCESS);
            }
            case "monitor", "status" ->
                    devices.isRegistered(call.resource())
                            ? devices.monitor(call.resource(), call.timeoutMs())
                            : AgentAnswer.of(Ocf.NOT_RUNNING);
            default -> AgentAnswer.of(Ocf.UNIMPLEMENTED);
        };
    }

    @Override
    public Optional<Relief> relief(AgentCall call) {
        return Optional.empty();
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
