package io.aplomb.app.cluster.tools;

import io.aplomb.app.cluster.pcs.Waiting;
import io.aplomb.app.cluster.tool.CommandFailure;
import io.aplomb.app.cluster.tool.LiveCluster;
import io.aplomb.app.cluster.tool.ToolCall;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.schedule.Picture;
import io.aplomb.cluster.schedule.StatusReport;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.model.cib.Element;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The programs {@code crm_resource}, as scripts use it, and {@code cibadmin --query}. */
public final class ResourceTool {
    private static final int NO_SUCH = 105;

    private final InstantSource clock;

    /**
     * @param clock for rules with dates
     */
    public ResourceTool(InstantSource clock) {
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneId.systemDefault());
    }

    /** {@code crm_resource}. */
    public int resource(ToolCall call) throws CommandFailure, InterruptedException {
        Options options =
                Options.parse(
                        "crm_resource",
                        call.words(),
                        "r:resource=",
                        "W:locate",
                        "L:list",
                        "l:list-raw",
                        "C:cleanup",
                        "R:refresh",
                        "N:node=",
                        "H:host=",
                        "n:operation=",
                        "g:get-parameter=",
                        "q:query-xml",
                        ":wait",
                        "T:timeout=",
                        "f:force",
                        "Q:quiet",
                        "V:verbose");
        if (options.has("wait")) {
            Waiting.untilIdle(call.cluster().node(), 0);
            return 0;
        }
        if (options.has("cleanup") || options.has("refresh")) {
            String node = options.value("node").or(() -> options.value("host")).orElse(null);
            LiveCluster.submit(
                    call.cluster().node(),
                    new Command.CleanUp(
                            options.value("resource").orElse(null),
                            node,
                            options.value("operation").orElse(null),
                            options.has("refresh")));
            return 0;
        }
        return tell(call, options);
    }

    private int tell(ToolCall call, Options options) throws CommandFailure, InterruptedException {
        Element cib = call.cluster().cib();
        if (options.has("list")) {
            call.print(StatusReport.of(cib, now()).resources(new StatusReport.Shown(true, false)));
            return 0;
        }
        List<Picture.Copy> copies = Picture.of(cib, now()).copies();
        if (options.has("list-raw")) {
            copies.forEach(copy -> call.print(copy.id() + "\n"));
            return 0;
        }
        String resource =
                options.value("resource")
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                64,
                                                List.of(
                                                        "crm_resource: say what to do: -W, -L, -l,"
                                                                + " -C, -R, --wait, -g, -q")));
        if (options.has("locate")) {
            return locate(call, copies, resource);
        }
        Element found =
                find(cib.childOrEmpty("configuration").childOrEmpty("resources"), resource)
                        .orElseThrow(() -> missing(resource));
        if (options.has("get-parameter")) {
            String name = options.value("get-parameter").orElse("");
            call.print(
                    found.children("instance_attributes").stream()
                                    .flatMap(set -> set.children("nvpair").stream())
                                    .filter(pair -> name.equals(pair.attribute("name")))
                                    .map(pair -> pair.attribute("value", ""))
                                    .findFirst()
                                    .orElseThrow(() -> missing(name))
                            + "\n");
        } else {
            call.print(CibWriter.write(found));
        }
        return 0;
    }

    private static CommandFailure missing(String what) {
        return new CommandFailure(
                NO_SUCH, List.of("crm_resource: there is no '%s'".formatted(what)));
    }

    private static int locate(ToolCall call, List<Picture.Copy> copies, String resource)
            throws CommandFailure {
        boolean known = false;
        boolean running = false;
        for (Picture.Copy copy : copies) {
            if (copy.resource().equals(resource)
                    || copy.id().equals(resource)
                    || copy.cloneSet().orElse("").equals(resource)) {
                known = true;
                for (String node : copy.nodes()) {
                    running = true;
                    call.print(
                            "resource %s is running on: %s%s%n"
                                    .formatted(resource, node, copy.promoted() ? " Promoted" : ""));
                }
            }
        }
        if (!known) {
            throw missing(resource);
        }
        if (!running) {
            call.print("resource %s is NOT running%n".formatted(resource));
        }
        return 0;
    }

    private static Optional<Element> find(Element in, String id) {
        for (Element child : in.children()) {
            if (child.id().equals(id)) {
                return Optional.of(child);
            }
            if (child.is("group") || child.is("clone") || child.is("master")) {
                Optional<Element> inside = find(child, id);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        return Optional.empty();
    }

    /** {@code cibadmin --query}. */
    public static int query(ToolCall call) throws CommandFailure, InterruptedException {
        Options options =
                Options.parse(
                        "cibadmin", call.words(), "Q:query", "o:scope=", "l:local", "V:verbose");
        if (!options.has("query")) {
            throw new CommandFailure(
                    64,
                    List.of(
                            "cibadmin: only --query is answered here; to change something: pcs, or"
                                    + " aplomb cluster cib-push"));
        }
        Element cib = call.cluster().cib();
        String scope = options.value("scope").orElse("");
        if (!scope.isEmpty()) {
            Element configuration = cib.childOrEmpty("configuration");
            cib =
                    scope.equals("configuration")
                            ? configuration
                            : cib.child(scope)
                                    .or(() -> configuration.child(scope))
                                    .orElseThrow(() -> missing(scope));
        }
        call.print(CibWriter.write(cib));
        return 0;
    }
}
