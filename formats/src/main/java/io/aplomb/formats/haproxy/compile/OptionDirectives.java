package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.net.IpNetwork;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpSettings.AddressHeader;
import io.aplomb.model.proxy.HttpSettings.ConnectionMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code [no] option ...} other than checks (manual 4.2 "option ..."). */
final class OptionDirectives {

    private OptionDirectives() {}

    static void register(Registry<ProxyDraft> registry) {
        for (Flag flag : Flag.values()) {
            registry.onInvertible(
                    "option " + flag.word(), (line, proxy) -> flag(line, proxy, flag));
        }
        connection(registry, "http-keep-alive", ConnectionMode.KEEP_ALIVE);
        connection(registry, "http-server-close", ConnectionMode.SERVER_CLOSE);
        registry.onInvertible("option httpclose", OptionDirectives::closeBoth);
        registry.onInvertible(
                "option forceclose",
                (line, proxy) -> connection(line, proxy, ConnectionMode.CLOSE));
        registry.onInvertible("option redispatch", OptionDirectives::redispatch);
        for (String obsolete : new String[] {"redispatch", "redisp"}) {
            registry.on(
                    obsolete,
                    (line, proxy) -> {
                        line.end();
                        proxy.backend.redispatchInterval = -1;
                    });
        }
        registry.onInvertible(
                "option forwardfor",
                (line, proxy) -> proxy.http.forwardFor = addressHeader(line, "X-Forwarded-For"));
        registry.onInvertible(
                "option originalto",
                (line, proxy) -> proxy.http.originalTo = addressHeader(line, "X-Original-To"));
        logs(registry);
    }

    private static void flag(Line line, ProxyDraft proxy, Flag flag) throws Refusal {
        line.end();
        if (line.isModified()) {
            proxy.flags.remove(flag);
        } else {
            proxy.flags.add(flag);
        }
    }

    private static void connection(
            Registry<ProxyDraft> registry, String word, ConnectionMode mode) {
        registry.onInvertible("option " + word, (line, proxy) -> connection(line, proxy, mode));
    }

    /** Honoured, as old configurations have it from the days before keep-alive was safe. */
    private static void closeBoth(Line line, ProxyDraft proxy) throws Refusal {
        connection(line, proxy, ConnectionMode.CLOSE);
        if (!line.isModified()) {
            line.warning(
                    line.last(),
                    "'option httpclose' closes both connections after each response",
                    "use: option http-server-close, which keeps the client's");
        }
    }

    /** Switching off the mode in force leaves keep-alive, HAProxy's default. */
    private static void connection(Line line, ProxyDraft proxy, ConnectionMode mode)
            throws Refusal {
        line.end();
        if (!line.isModified()) {
            proxy.http.connectionMode = mode;
        } else if (proxy.http.connectionMode == mode) {
            proxy.http.connectionMode = ConnectionMode.KEEP_ALIVE;
        }
    }

    private static void redispatch(Line line, ProxyDraft proxy) throws Refusal {
        if (line.isModified()) {
            proxy.backend.redispatchInterval = 0;
        } else {
            proxy.backend.redispatchInterval =
                    line.hasNext() ? line.signed("an interval in retries") : -1;
        }
        line.end();
    }

    private static @Nullable AddressHeader addressHeader(Line line, String defaultName)
            throws Refusal {
        String header = defaultName;
        IpNetwork except = null;
        boolean ifNone = false;
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "except" -> except = network(line);
                case "header" -> header = line.text("a header name");
                case "if-none" -> ifNone = true;
                default ->
                        throw line.unknown(
                                word, "parameter", List.of("except", "header", "if-none"));
            }
        }
        return line.isModified() ? null : new AddressHeader(header, except, ifNone);
    }

    private static IpNetwork network(Line line) throws Refusal {
        Word word = line.take("a network such as 127.0.0.0/8");
        IpNetwork network = IpNetwork.parse(word.text());
        if (network == null) {
            throw line.error(
                    word,
                    "'%s' is not a network".formatted(word.text()),
                    "expected an address or ADDRESS/BITS such as 127.0.0.0/8");
        }
        return network;
    }

    private static void logs(Registry<ProxyDraft> registry) {
        registry.on(
                "option httplog",
                (line, proxy) -> {
                    boolean clf = line.takeIf("clf");
                    line.end();
                    choose(line, proxy, clf ? LogDraft.Style.HTTP_CLF : LogDraft.Style.HTTP);
                });
        registry.on(
                "option httpslog",
                (line, proxy) -> {
                    line.end();
                    choose(line, proxy, LogDraft.Style.HTTPS);
                });
        registry.on(
                "option tcplog",
                (line, proxy) -> {
                    line.end();
                    choose(line, proxy, LogDraft.Style.TCP);
                });
    }

    private static void choose(Line line, ProxyDraft proxy, LogDraft.Style style) {
        proxy.log.style = style;
        proxy.log.chosenAt = line.words().get(1);
        proxy.log.customFormat = null;
    }
}
