package io.aplomb.proxy.stats;

import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page's form: an action, a backend by name or {@code #id}, and servers of it.
 *
 * @param servers in the order sent
 */
record AdminForm(String action, String backend, List<String> servers) {

    AdminForm {
        servers = List.copyOf(servers);
    }

    /** Reads {@code application/x-www-form-urlencoded}; null when it cannot be read. */
    static @Nullable AdminForm parse(String body) {
        String action = "";
        String backend = "";
        List<String> servers = new ArrayList<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                return null;
            }
            String value;
            try {
                value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException wrongEscape) {
                return null;
            }
            switch (pair.substring(0, equals)) {
                case "action" -> action = value;
                case "b" -> backend = value;
                case "s" -> servers.add(value);
                default -> {
                    // A field of a newer page: it changes nothing here.
                }
            }
        }
        return new AdminForm(action, backend, servers);
    }

    ActionResult perform(RunningProxies proxies, ServerControl control) {
        ServerAction wanted = ServerAction.ofForm(action);
        BackendRuntime target = find(proxies);
        if (wanted == null || target == null) {
            return ActionResult.ERRP;
        }
        if (servers.isEmpty()) {
            return ActionResult.NONE;
        }
        int done = 0;
        for (String name : servers) {
            ServerRuntime server = target.server(name);
            if (server != null) {
                wanted.apply(server, control);
                done++;
            }
        }
        if (done == 0) {
            return ActionResult.ERRP;
        }
        return done == servers.size() ? ActionResult.DONE : ActionResult.PART;
    }

    private @Nullable BackendRuntime find(RunningProxies proxies) {
        if (!backend.startsWith("#")) {
            return proxies.backend(backend);
        }
        String id = backend.substring(1);
        return proxies.backends().stream()
                .filter(each -> Integer.toString(each.id()).equals(id))
                .findFirst()
                .orElse(null);
    }
}
