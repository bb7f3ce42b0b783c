package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.monitor.StatusWords;
import io.aplomb.app.cluster.tool.ClusterAccess;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.Tool;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.formats.pcs.AgentCatalog;
import io.aplomb.formats.pcs.Pcs;
import io.aplomb.formats.pcs.PcsAnswer;
import io.aplomb.formats.pcs.PcsRequest;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The program {@code pcs}. What concerns the information base alone is decided by {@link Pcs};
 * words about machines, files and the state of the cluster have a tool of their own each.
 */
public final class PcsTool implements Tool {
    /** Somebody who is always quicker is a mistake, not bad luck. */
    private static final int MAX_TRIES = 10;

    /**
     * What asks where a resource is, and how long it waits for the answer to be worth something.
     */
    private static final Set<String> MOVES = Set.of("move", "move-with-constraint", "ban");

    private static final int SETTLE_SECONDS = 60;

    private final Map<String, Tool> others;
    private final AgentCatalog agents;
    private final InstantSource clock;
    private final RuntimeOrders orders;

    /**
     * @param machines for what is asked of machines
     */
    public PcsTool(Machines machines, AgentCatalog agents, InstantSource clock) {
        StatusWords status = new StatusWords(clock, machines::starts);
        ConfigurationWords configurations = new ConfigurationWords(clock);
        Map<String, Tool> words = new LinkedHashMap<>(status.words());
        words.putAll(configurations.words());
        words.putAll(machines.words());
        this.others = Map.copyOf(words);
        this.agents = agents;
        this.clock = clock;
        this.orders =
                new RuntimeOrders(
                        clock, new ClusterOrders(clock, machines, status, configurations), status);
    }

    @Override
    public int run(ToolCall call) throws CommandFailure, InterruptedException {
        Optional<Chosen> other = other(call.words());
        if (other.isPresent()) {
            return other.get()
                    .tool
                    .run(new ToolCall(call.caller(), other.get().words, call.cluster()));
        }
        settle(call);
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<Integer> code = attempt(call);
            if (code.isPresent()) {
                return code.get();
            }
        }
        throw CommandFailure.because("the configuration is changed by somebody else all the time");
    }

    /**
     * Where a resource may go is judged by where it comes to rest, not by where it is on its way: a
     * script's next line comes sooner than what its last one set going is done.
     */
    private static void settle(ToolCall call) throws CommandFailure, InterruptedException {
        List<String> plain =
                call.words().stream().filter(word -> !word.startsWith("-")).limit(2).toList();
        boolean moves =
                plain.size() == 2
                        && plain.getFirst().equals("resource")
                        && MOVES.contains(plain.getLast());
        if (moves && call.cluster().isLive()) {
            boolean _ = Waiting.isIdleWithin(call.cluster().node(), SETTLE_SECONDS);
        }
    }

    private record Chosen(Tool tool, List<String> words) {}

    /** The tool whose words these begin with, the most of them. */
    private Optional<Chosen> other(List<String> words) {
        List<String> plain = words.stream().filter(word -> !word.startsWith("-")).limit(3).toList();
        for (int count = plain.size(); count > 0; count--) {
            Tool tool = others.get(String.join(" ", plain.subList(0, count)));
            // a first word alone has a meaning, but not in front of another word
            if (tool != null && (count > 1 || plain.size() == 1)) {
                return Optional.of(new Chosen(tool, without(words, plain.subList(0, count))));
            }
        }
        return Optional.empty();
    }

    private static List<String> without(List<String> words, List<String> first) {
        List<String> rest = new ArrayList<>(words);
        first.forEach(rest::remove);
        return rest;
    }

    /** One attempt; empty where somebody else changed the configuration meanwhile. */
    private Optional<Integer> attempt(ToolCall call) throws CommandFailure, InterruptedException {
        Element cib = needsBase(call.words()) ? call.cluster().cib() : Element.of("cib", Map.of());
        PcsAnswer answer =
                Pcs.run(
                        new PcsRequest(
                                cib,
                                call.words(),
                                call.cluster().isLive(),
                                OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()),
                                agents));
        return switch (answer) {
            case PcsAnswer.Printed printed -> {
                call.warn(printed.warnings());
                call.print(printed.output());
                yield Optional.of(0);
            }
            case PcsAnswer.Refused refused -> {
                call.warn(refused.errors());
                yield Optional.of(1);
            }
            case PcsAnswer.Changed changed -> {
                if (call.cluster().store(cib, changed.cib(), comment(call))
                        == ClusterAccess.Stored.OUTDATED) {
                    yield Optional.empty();
                }
                call.warn(changed.warnings());
                call.print(changed.output());
                yield Optional.of(0);
            }
            case PcsAnswer.Delegated delegated -> {
                call.warn(delegated.warnings());
                yield orders.carryOut(
                        delegated.request(),
                        cib,
                        call,
                        words -> run(new ToolCall(call.caller(), words, call.cluster())));
            }
        };
    }

    /** What agents there are and how words are used is told without a cluster, too. */
    public static boolean needsBase(List<String> words) {
        List<String> plain = words.stream().filter(word -> !word.startsWith("-")).limit(2).toList();
        if (plain.isEmpty() || plain.contains("help") || words.contains("--help")) {
            return false;
        }
        if (plain.size() == 1) {
            // these alone list what is configured, others how they are used
            return List.of(
                            "resource",
                            "constraint",
                            "property",
                            "stonith",
                            "alert",
                            "tag",
                            "config")
                    .contains(plain.getFirst());
        }
        return switch (plain.getFirst()) {
            case "resource" ->
                    !List.of("list", "describe", "standards", "providers", "agents")
                            .contains(plain.get(1));
            case "stonith" -> !List.of("list", "describe").contains(plain.get(1));
            // what is done to machines is done before there is a cluster, too
            case "cluster" ->
                    plain.get(1).startsWith("cib")
                            || List.of("verify", "standby", "unstandby").contains(plain.get(1));
            case "host", "pcsd" -> false;
            default -> true;
        };
    }

    static String comment(ToolCall call) {
        return "pcs " + String.join(" ", call.words());
    }
}
