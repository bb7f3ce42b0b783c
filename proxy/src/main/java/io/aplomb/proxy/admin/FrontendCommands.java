package io.aplomb.proxy.admin;

import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.FrontendRuntime.State;
import io.aplomb.proxy.runtime.RateLimit;
import io.aplomb.proxy.stats.ProcessLoad;
import java.util.List;
import java.util.function.Function;

/** Commands about frontends and the process's limits. */
final class FrontendCommands {

    private static final String RATE_LIMITS =
            """
            'set rate-limit' only supports :
               - 'connections global' to set the per-process maximum connection rate
               - 'sessions global' to set the per-process maximum session rate
               - 'ssl-sessions global' to set the per-process maximum SSL session rate
            """;

    private final RuntimeCommands.Surroundings around;

    FrontendCommands(RuntimeCommands.Surroundings around) {
        this.around = around;
    }

    String enable(List<String> rest) {
        return with(
                rest,
                frontend ->
                        switch (frontend.state()) {
                            case STOPPED -> "Frontend was previously shut down, cannot enable.\n";
                            case OPEN -> "All sockets are already enabled.\n";
                            case PAUSED ->
                                    around.process().resume(frontend)
                                            ? ""
                                            : "Failed to resume frontend, check logs for precise"
                                                    + " cause (port conflict?).\n";
                        });
    }

    String disable(List<String> rest) {
        return with(
                rest,
                frontend ->
                        switch (frontend.state()) {
                            case STOPPED -> "Frontend was previously shut down, cannot disable.\n";
                            case PAUSED -> "All sockets are already disabled.\n";
                            case OPEN ->
                                    around.process().pause(frontend)
                                            ? ""
                                            : "Failed to pause frontend, check logs for precise"
                                                    + " cause.\n";
                        });
    }

    String shutdown(List<String> rest) {
        return with(
                rest,
                frontend -> {
                    if (frontend.state() == State.STOPPED) {
                        return "Frontend was already shut down.\n";
                    }
                    return around.process().stop(frontend)
                            ? ""
                            : "Failed to stop frontend, check logs for precise cause.\n";
                });
    }

    String setMaxConn(List<String> rest) {
        return with(
                rest,
                frontend -> {
                    if (rest.size() < 2) {
                        return "Integer value expected.\n";
                    }
                    Long limit = Numbers.natural(rest.get(1));
                    if (limit == null || limit > Integer.MAX_VALUE) {
                        return "Value out of range.\n";
                    }
                    frontend.maxConn(limit.intValue());
                    return "";
                });
    }

    String setGlobalMaxConn(List<String> rest) {
        if (rest.isEmpty()) {
            return "Expects an integer value.\n";
        }
        Long limit = Numbers.natural(rest.getFirst());
        if (limit == null || limit > Integer.MAX_VALUE) {
            return "Value out of range.\n";
        }
        around.process().maxConn(limit.intValue());
        return "";
    }

    String setRateLimit(List<String> rest) {
        boolean ofProcess = rest.size() > 1 && rest.get(1).equals("global");
        ProcessLoad load = around.process().load();
        RateLimit limit =
                switch (ofProcess ? rest.getFirst() : "") {
                    case "connections" -> load.connectionRate();
                    case "sessions" -> load.sessionRate();
                    case "ssl-sessions" -> load.tlsRate();
                    default -> null;
                };
        if (limit == null) {
            return RATE_LIMITS;
        }
        if (rest.size() < 3) {
            return "Expects an integer value.\n";
        }
        Long perSecond = Numbers.natural(rest.get(2));
        if (perSecond == null || perSecond > Integer.MAX_VALUE) {
            return "Value out of range.\n";
        }
        limit.limit(perSecond.intValue());
        return "";
    }

    private String with(List<String> rest, Function<FrontendRuntime, String> command) {
        if (rest.isEmpty()) {
            return "A frontend name is expected.\n";
        }
        FrontendRuntime frontend = around.running().get().frontend(rest.getFirst());
        return frontend == null ? "No such frontend.\n" : command.apply(frontend);
    }
}
