package io.aplomb.proxy.admin;

import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.List;
import java.util.function.Function;

/** The first word of many commands: {@code backend/server}. */
final class NamedServer {

    private NamedServer() {}

    /** The command's answer, or why there is no such server. */
    static String with(
            RuntimeCommands.Surroundings around,
            List<String> rest,
            Function<ServerRuntime, String> command) {
        String name = rest.isEmpty() ? "" : rest.getFirst();
        int slash = name.indexOf('/');
        if (slash < 0) {
            return "Require 'backend/server'.\n";
        }
        BackendRuntime backend = around.running().get().backend(name.substring(0, slash));
        if (backend == null) {
            return "No such backend.\n";
        }
        ServerRuntime server = backend.server(name.substring(slash + 1));
        return server == null ? "No such server.\n" : command.apply(server);
    }
}
