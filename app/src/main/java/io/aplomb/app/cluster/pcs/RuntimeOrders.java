package io.aplomb.app.cluster.pcs;

import io.aplomb.app.cluster.tool.ClusterAccess;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.formats.pcs.RuntimeRequest;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out what a command asks of the running cluster beyond another configuration. */
final class RuntimeOrders {
    private final InstantSource clock;

    private final ClusterOrders ofCluster;

    RuntimeOrders(InstantSource clock, ClusterOrders ofCluster) {
        this.clock = clock;
        this.ofCluster = ofCluster;
    }

    /** The exit code; empty where the base is outdated and all has to be done again. */
    Optional<Integer> carryOut(RuntimeRequest request, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        return switch (request) {
            case RuntimeRequest.ChangeAndWait change -> changeAndWait(change, base, call);
            case RuntimeRequest.OfCluster of -> ofCluster.carryOut(of.order(), base, call);
            default -> throw CommandFailure.because("this is not known to the daemon");
        };
    }

    private Optional<Integer> changeAndWait(
            RuntimeRequest.ChangeAndWait change, Element base, ToolCall call)
            throws CommandFailure, InterruptedException {
        if (call.cluster().store(base, change.cib(), PcsTool.comment(call))
                == ClusterAccess.Stored.OUTDATED) {
            return Optional.empty();
        }
        call.print(change.output());
        Waiting.untilIdle(call.cluster().node(), change.timeoutSeconds());
        Element cib = call.cluster().node().state().cib();
        List<String> errors = new ArrayList<>();
        for (String resource : change.resources()) {
            Places places = Places.of(cib, now(), resource);
            boolean wrong =
                    switch (change.expectation()) {
                        case SETTLED -> false;
                        case RUNNING -> places.isEmpty();
                        case STOPPED -> !places.isEmpty();
                    };
            String text = places.text(resource);
            if (wrong) {
                errors.add("Error: " + text);
            } else {
                call.warn(List.of(text));
            }
        }
        if (!errors.isEmpty()) {
            throw new CommandFailure(1, errors);
        }
        return Optional.of(0);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault());
    }
}
