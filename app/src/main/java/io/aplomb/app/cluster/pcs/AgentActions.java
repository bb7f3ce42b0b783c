package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.AgentName;
import io.aplomb.control.node.AgentCall;
import io.aplomb.control.node.AgentRun;
import io.aplomb.formats.pcs.RuntimeRequest;
import io.aplomb.model.cib.Element;
import io.aplomb.model.cib.ExitCodes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code resource debug-start} and its like: an agent is run here, and what it says is shown. */
final class AgentActions {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private AgentActions() {}

    static void run(RuntimeRequest.RunAction order, Element cib, OffsetDateTime now, ToolCall call)
            throws CommandFailure, InterruptedException {
        Element primitive =
                find(cib.childOrEmpty("configuration").childOrEmpty("resources"), order.resource());
        if (!primitive.is("primitive")) {
            throw CommandFailure.because(
                    "unable to debug-%s a %s, try the %s's resource: %s"
                            .formatted(
                                    order.action(),
                                    primitive.name(),
                                    primitive.name(),
                                    String.join(
                                            ", ",
                                            primitive.children("primitive").stream()
                                                    .map(Element::id)
                                                    .toList())));
        }
        Places places = Places.of(cib, now, order.resource());
        boolean starts = order.action().equals("start") || order.action().equals("promote");
        if (starts && !places.isEmpty() && !order.force()) {
            throw CommandFailure.because(
                    places.text(order.resource()) + ", use --force to override");
        }
        AgentRun run =
                LiveCluster.await(
                        call.cluster()
                                .node()
                                .debug(
                                        new AgentCall(
                                                order.resource(),
                                                agent(primitive),
                                                order.action(),
                                                parameters(primitive),
                                                LIMIT,
                                                order.verbose())));
        StringBuilder text = new StringBuilder();
        text.append(
                "Operation force-%s for %s (%s) returned: '%s' (%d)%s%n"
                        .formatted(
                                order.action(),
                                order.resource(),
                                agent(primitive),
                                run.timedOut() ? "timed out" : ExitCodes.meaning(run.rc()),
                                run.rc(),
                                run.exitReason().isEmpty() ? "" : ": " + run.exitReason()));
        quoted(text, "stdout", run.output());
        quoted(text, "stderr", run.errors());
        call.print(text.toString());
        boolean expected = run.rc() == 0 || (order.action().equals("monitor") && run.rc() == 8);
        if (!expected) {
            throw new CommandFailure(run.rc() == 0 ? 1 : run.rc(), List.of());
        }
    }

    private static void quoted(StringBuilder text, String stream, String said) {
        said.lines()
                .forEach(
                        line ->
                                text.append(" >  ")
                                        .append(stream)
                                        .append(": ")
                                        .append(line)
                                        .append('\n'));
    }

    private static AgentName agent(Element primitive) {
        return new AgentName(
                primitive.attribute("class", ""),
                primitive.attribute("provider"),
                primitive.attribute("type", ""));
    }

    private static Map<String, String> parameters(Element primitive) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Element set : primitive.children("instance_attributes")) {
            for (Element pair : set.children("nvpair")) {
                parameters.putIfAbsent(pair.attribute("name", ""), pair.attribute("value", ""));
            }
        }
        return parameters;
    }

    private static Element find(Element in, String id) throws CommandFailure {
        for (Element child : in.children()) {
            if (child.id().equals(id)) {
                return child;
            }
            for (Element inner : child.children()) {
                if (inner.id().equals(id)) {
                    return inner;
                }
                for (Element innermost : inner.children()) {
                    if (innermost.is("primitive") && innermost.id().equals(id)) {
                        return innermost;
                    }
                }
            }
        }
        throw CommandFailure.because("unable to find a resource: " + id);
    }
}
