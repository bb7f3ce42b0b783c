package io.aplomb.formats.haproxy.compile;

/** {@code global}: the {@code tune.*} settings that change behaviour (manual 3.2). */
final class TuneDirectives {

    private static final int MAX_BUFFER_BYTES = 1 << 28;
    private static final int MAX_HEADERS = 32_767;

    void register(Registry<GlobalDraft> registry) {
        registry.on(
                "tune.bufsize",
                (line, global) -> global.bufferSizeBytes = line.size("a size", MAX_BUFFER_BYTES));
        registry.on(
                "tune.maxrewrite",
                (line, global) -> global.maxRewriteBytes = line.size("a size", MAX_BUFFER_BYTES));
        registry.on(
                "tune.http.maxhdr",
                (line, global) ->
                        global.maxHeaders = line.integer("a number of headers", 1, MAX_HEADERS));
        registry.on(
                "tune.http.cookielen",
                (line, global) ->
                        global.cookieLength = line.integer("a length", 1, MAX_BUFFER_BYTES));
        registry.on(
                "tune.http.logurilen",
                (line, global) ->
                        global.logUriBytes = line.integer("a length", 0, MAX_BUFFER_BYTES));
    }
}
