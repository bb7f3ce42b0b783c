package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.StatsSocket;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code bind} lines with their parameters (manual 4.2 "bind" and 5.1). */
final class BindParameters {

    private static final int MAX_CONNECTIONS = 10_000_000;

    private final Load load;
    private final Registry<BindDraft> registry = new Registry<>();

    BindParameters(Load load) {
        this.load = load;
        socket();
        unixSocket();
        new BindTlsParameters(load).register(registry);
    }

    Set<String> keywords() {
        return registry.keywords();
    }

    /** Reads the addresses and parameters of a line. */
    BindDraft read(Line line) throws Refusal {
        Word address = line.take("an address such as *:80");
        BindDraft bind = started(line, address);
        parameters(line, bind);
        return bind;
    }

    /** The addresses alone. */
    BindDraft started(Line line, Word address) throws Refusal {
        List<EndpointSpec> endpoints =
                Addresses.listening(line, address, load.global().unixBindPrefix);
        return new BindDraft(address, endpoints, load.global());
    }

    void parameters(Line line, BindDraft bind) throws Refusal {
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            Handler<BindDraft> handler = registry.named(word.text());
            if (handler == null) {
                OtherOptions.skip(line, word, Scope.BIND, registry.keywords());
                continue;
            }
            handler.read(line, bind);
        }
    }

    private void socket() {
        registry.on("name", (line, bind) -> bind.name = line.text("a name"));
        registry.on("id", (line, bind) -> bind.id = line.integer("a number", 1, Integer.MAX_VALUE));
        registry.on("accept-proxy", (line, bind) -> bind.acceptProxy = true);
        registry.on(
                "maxconn",
                (line, bind) -> bind.maxConn = line.integer("a number", 0, MAX_CONNECTIONS));
        registry.on(
                "backlog",
                (line, bind) -> bind.backlog = line.integer("a number", 0, MAX_CONNECTIONS));
        registry.on("transparent", (line, bind) -> bind.transparent = true);
        registry.on("v6only", (line, bind) -> bind.v6Only = true);
        registry.on("v4v6", (line, bind) -> bind.v4v6 = true);
        registry.on("defer-accept", (line, bind) -> bind.deferAccept = true);
        registry.on("tfo", (line, bind) -> bind.fastOpen = true);
        registry.on("mss", (line, bind) -> bind.mss = Math.abs(line.signed("a segment size")));
        registry.on("interface", (line, bind) -> bind.networkInterface = line.text("an interface"));
    }

    private void unixSocket() {
        registry.on("mode", (line, bind) -> bind.unixMode = line.octal("a mode such as 660"));
        registry.on("uid", (line, bind) -> bind.unixUid = number(line));
        registry.on("gid", (line, bind) -> bind.unixGid = number(line));
        registry.on("user", (line, bind) -> bind.unixUser = line.text("a user name"));
        registry.on("group", (line, bind) -> bind.unixGroup = line.text("a group name"));
        registry.on(
                "level",
                (line, bind) -> {
                    String level = line.oneOf("level", List.of("user", "operator", "admin"));
                    bind.level = StatsSocket.Level.valueOf(level.toUpperCase(Locale.ROOT));
                });
    }

    private static int number(Line line) throws Refusal {
        return line.integer("a number", 0, Integer.MAX_VALUE);
    }
}
