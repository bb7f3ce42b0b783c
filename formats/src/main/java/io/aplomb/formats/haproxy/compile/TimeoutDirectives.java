package io.aplomb.formats.haproxy.compile;

/** {@code timeout ...} and its spellings of before HAProxy 1.3.14 (manual 4.2 "timeout ..."). */
final class TimeoutDirectives {

    private TimeoutDirectives() {}

    static void register(Registry<ProxyDraft> registry) {
        for (TimeoutKind kind : TimeoutKind.values()) {
            registry.on(
                    "timeout " + kind.word(),
                    (line, proxy) -> {
                        proxy.timeouts.set(kind, line.timeMs("a time such as 10s"));
                        line.end();
                    });
        }
        obsolete(registry, "contimeout", TimeoutKind.CONNECT);
        obsolete(registry, "clitimeout", TimeoutKind.CLIENT);
        obsolete(registry, "srvtimeout", TimeoutKind.SERVER);
    }

    /** The keyword table says what to write today. */
    private static void obsolete(Registry<ProxyDraft> registry, String keyword, TimeoutKind kind) {
        for (String spelling : new String[] {keyword, "timeout " + keyword}) {
            registry.on(
                    spelling,
                    (line, proxy) -> {
                        proxy.timeouts.set(kind, line.timeMs("a time"));
                        line.end();
                    });
        }
    }
}
