package io.aplomb.control.agent;

import io.aplomb.cluster.live.AgentName;
import java.nio.file.Path;
import java.util.Map;

/**
 * Does once, on the loopback interface, what a takeover does: an address comes and goes, and a
 * program runs. The first time takes hundreds of milliseconds, for classes are loaded and system
 * calls are linked; a failover shall not be the first time.
 */
final class Rehearsal {

    private static final AgentName ADDRESS = new AgentName("aplomb", null, "IPaddr2");

    /** Nobody's address. */
    private static final Map<String, String> STAGE =
            Map.of("ip", "127.187.0.1", "nic", "lo", "cidr_netmask", "32", "arp_count", "1");

    private static final long LIMIT_MS = 5_000;

    private Rehearsal() {}

    /** Waits until it is done; what is not permitted here is not done, and no harm. */
    static void run(AgentPlaces places, NeighbourNews news) {
        AddressAgent agent = new AddressAgent(news);
        for (String operation : new String[] {"start", "monitor", "stop"}) {
            AgentCall call = new AgentCall("", ADDRESS, operation, LIMIT_MS, STAGE);
            AgentAnswer _ = agent.perform(call, new Interruption());
            var _ = agent.relief(call);
        }
        AgentAnswer _ =
                ProgramRun.ask(
                        ProgramAgent.command(
                                Path.of("/bin/true"), OcfEnvironment.common(places, "")),
                        new Interruption());
        Map<Integer, ?> _ = MarkedProcesses.of(places, "");
    }
}
