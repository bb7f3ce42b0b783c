package io.aplomb.control.agent;

import io.aplomb.cluster.live.AgentName;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The agents of a node by their names. Safe for many threads. */
public final class Agents implements Closeable {

    private final AgentPlaces places;
    private final DeathWatch deaths;
    private final NeighbourNews news;
    private final Map<String, Agent> classes;
    private final Map<String, Agent> builtIn;

    private Agents(
            AgentPlaces places, FenceRegistry devices, DeathWatch deaths, NeighbourNews news) {
        this.places = places;
        this.deaths = deaths;
        this.news = news;
        UnitAgent units = new UnitAgent(places);
        InitScriptAgent scripts = new InitScriptAgent(places);
        this.classes =
                Map.of(
                        "ocf", new OcfAgent(places),
                        "lsb", scripts,
                        "systemd", units,
                        "service", new ServiceAgent(units, scripts),
                        "stonith", new StonithAgent(devices));
        this.builtIn =
                Map.of(
                        "IPaddr2", new AddressAgent(news),
                        "Process", new ProcessAgent(places, deaths),
                        "Filesystem", new FilesystemAgent(places));
    }

    /**
     * Makes the directories that agents need, and starts the threads that built-in ones share.
     *
     * @throws IOException when the state directory cannot be written
     */
    public static Agents open(AgentPlaces places, FenceRegistry devices) throws IOException {
        RunFolder.prepare(places);
        DeathWatch deaths = DeathWatch.start();
        try {
            NeighbourNews news = new NeighbourNews();
            Thread.ofPlatform()
                    .name("agent-rehearsal")
                    .daemon()
                    .start(() -> Rehearsal.run(places, news));
            return new Agents(places, devices, deaths, news);
        } catch (RuntimeException defect) {
            deaths.close();
            throw defect;
        }
    }

    /** The agent of that name; of one that is not here every operation says so. */
    Agent of(AgentName name) {
        if (!isPlain(name.type()) || !isPlain(name.provider())) {
            return new Missing("no agent has a name like " + name);
        }
        if (name.standard().equals("aplomb")) {
            Agent agent = builtIn.get(name.type());
            return agent != null
                    ? agent
                    : new Missing(
                            "there is no agent " + name + "; there are " + BuiltInAgents.NAMES);
        }
        Agent agent = classes.get(name.standard());
        return agent != null ? agent : new Missing("there are no agents of class " + name);
    }

    /** Names are parts of paths. */
    private static boolean isPlain(@Nullable String name) {
        return name == null || (!name.contains("/") && !name.startsWith(".") && !name.isEmpty());
    }

    AgentPlaces places() {
        return places;
    }

    DeathWatch deaths() {
        return deaths;
    }

    /** Nothing is watched any more; resources stay as they are. */
    @Override
    public void close() {
        news.close();
        deaths.close();
    }

    /** In the place of an agent that is not on this node. */
    private record Missing(String reason) implements Agent {

        @Override
        public AgentAnswer perform(AgentCall call, Interruption interruption) {
            return AgentAnswer.notInstalled(reason);
        }

        @Override
        public Optional<Relief> relief(AgentCall call) {
            return Optional.empty();
        }

        @Override
        public Set<Integer> mainProcesses(AgentCall call) {
            return Set.of();
        }
    }
}
