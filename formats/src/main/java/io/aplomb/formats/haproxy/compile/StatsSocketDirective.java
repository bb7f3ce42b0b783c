package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.StatsSocket;
import java.util.List;

/** {@code stats socket ADDRESS ...} of the {@code global} section (manual 3.1). */
final class StatsSocketDirective {

    private final BindParameters binds;
    private final Load load;

    StatsSocketDirective(Load load) {
        this.load = load;
        this.binds = new BindParameters(load);
    }

    void register(Registry<GlobalDraft> registry) {
        registry.on("stats socket", this::socket);
        registry.on(
                "stats maxconn",
                (line, global) ->
                        global.statsMaxConn = line.integer("a number", 1, Integer.MAX_VALUE));
    }

    private void socket(Line line, GlobalDraft global) throws Refusal {
        Word address = line.take("a socket path or address");
        List<EndpointSpec> endpoints = Addresses.listening(line, address, global.unixBindPrefix);
        BindDraft bind = new BindDraft(address, endpoints, load.global());
        binds.parameters(line, bind);
        for (EndpointSpec endpoint : endpoints) {
            int number = global.statsSockets.size() + 1;
            Bind built = bind.build(endpoint, number, global.tls());
            if (built.tls() != null || built.acceptProxy()) {
                throw line.error(
                        address,
                        "a 'stats socket' with TLS or the PROXY protocol is not available",
                        "let it listen on a path or on 127.0.0.1");
            }
            global.statsSockets.add(new StatsSocket(built, bind.level));
        }
    }
}
