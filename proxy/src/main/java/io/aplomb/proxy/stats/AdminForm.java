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
 * The page's form: an action, a backend by name or {@code #id}, and servers of it. As in HAProxy a
 * form that leaves one of them out asks for nothing, and a wrong one is an error.
 *
 * @param servers in the order sent
 */
record AdminForm(@Nullable String action, @Nullable String backend, List<String> servers) {

    AdminForm {
        servers = List.copyOf(servers);
    }

    /** Reads {@code application/x-www-form-urlencoded}; what is no field of the page is skipped. */
    static AdminForm parse(String body) {
        String action = null;
        String backend = null;
        List<String> servers = new ArrayList<>();
        for (String pair : body.split("&", -1)) {
            int equals = Math.max(0, pair.indexOf('='));
            String value = decoded(pair.substring(Math.min(equals + 1, pair.length())));
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

    /** A wrong escape names nothing there is. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrongEscape) {
            return "";
        }
    }

    ActionResult perform(RunningProxies proxies, ServerControl control) {
        ServerAction wanted = action == null ? null : ServerAction.ofForm(action);
        BackendRuntime target = backend == null ? null : find(backend, proxies);
        boolean unknown = (action != null && wanted == null) || (backend != null && target == null);
        if (unknown) {
            return ActionResult.ERRP;
        }
        if (wanted == null || target == null || servers.isEmpty()) {
            return ActionResult.NONE;
        }
        return perform(wanted, target, control);
    }

    private ActionResult perform(
            ServerAction wanted, BackendRuntime target, ServerControl control) {
        int known = 0;
        boolean done = false;
        for (String name : servers) {
            ServerRuntime server = target.server(name);
            if (server != null) {
                known++;
                done |= wanted.apply(server, control);
            }
        }
        if (known == 0) {
            return ActionResult.ERRP;
        }
        if (!done) {
            return ActionResult.NONE;
        }
        return known == servers.size() ? ActionResult.DONE : ActionResult.PART;
    }

    private static @Nullable BackendRuntime find(String backend, RunningProxies proxies) {
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
