package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.UsePoint;
import java.util.List;

/** {@code global}: the process, its limits, its logs (manual 3.1). */
final class GlobalDirectives {

    private static final int MAX_CONNECTIONS = 10_000_000;
    private static final int MAX_THREADS = 1_024;
    private static final int MAX_SPREAD_PERCENT = 50;

    private final Load load;

    GlobalDirectives(Load load) {
        this.load = load;
    }

    void register(Registry<GlobalDraft> registry) {
        process(registry);
        limits(registry);
        logs(registry);
        environment(registry);
    }

    private void process(Registry<GlobalDraft> registry) {
        registry.on("daemon", (line, global) -> global.daemon = true);
        registry.on("quiet", (line, global) -> global.quiet = true);
        registry.on("debug", (line, global) -> global.debug = true);
        registry.on("pidfile", (line, global) -> global.pidFile = only(line, "a path"));
        registry.on("user", (line, global) -> global.user = only(line, "a user name"));
        registry.on("group", (line, global) -> global.group = only(line, "a group name"));
        registry.on("uid", (line, global) -> global.uid = number(line, "a user number"));
        registry.on("gid", (line, global) -> global.gid = number(line, "a group number"));
        registry.on("node", (line, global) -> global.node = only(line, "a name"));
        registry.on("description", (line, global) -> global.description = line.restText("a text"));
        registry.on("localpeer", (line, global) -> global.localPeer = only(line, "a peer name"));
        registry.on("zero-warning", (line, global) -> global.zeroWarning = true);
        registry.on("stats timeout", this::statsTimeout);
        registry.on("unix-bind", this::unixBind);
        registry.on(
                "hard-stop-after",
                (line, global) -> global.hardStopAfterMs = line.timeMs("a time"));
        registry.on(
                "server-state-file",
                (line, global) -> global.serverStateFile = only(line, "a path"));
        registry.on(
                "server-state-base",
                (line, global) -> global.serverStateBase = only(line, "a directory"));
    }

    private static void limits(Registry<GlobalDraft> registry) {
        registry.on(
                "maxconn",
                (line, global) ->
                        global.maxConn =
                                line.integer("a number of connections", 0, MAX_CONNECTIONS));
        registry.on(
                "maxconnrate",
                (line, global) ->
                        global.maxConnRate =
                                line.integer("connections a second", 0, MAX_CONNECTIONS));
        registry.on(
                "maxsessrate",
                (line, global) ->
                        global.maxSessRate = line.integer("sessions a second", 0, MAX_CONNECTIONS));
        registry.on(
                "maxsslconn",
                (line, global) ->
                        global.maxSslConn =
                                line.integer("a number of connections", 0, MAX_CONNECTIONS));
        registry.on(
                "maxsslrate",
                (line, global) ->
                        global.maxSslRate =
                                line.integer("connections a second", 0, MAX_CONNECTIONS));
        registry.on(
                "ulimit-n",
                (line, global) ->
                        global.fileLimit =
                                line.integer("a number of descriptors", 0, Integer.MAX_VALUE));
        registry.on(
                "nbthread",
                (line, global) ->
                        global.threads = line.integer("a number of threads", 1, MAX_THREADS));
        // One process with as many threads does what several processes did.
        registry.on(
                "nbproc",
                (line, global) ->
                        global.threads = line.integer("a number of processes", 1, MAX_THREADS));
        registry.on(
                "spread-checks",
                (line, global) ->
                        global.spreadChecksPercent =
                                line.integer("a percentage", 0, MAX_SPREAD_PERCENT));
    }

    private void logs(Registry<GlobalDraft> registry) {
        LogLines logs = new LogLines(load);
        registry.onInvertible(
                "log",
                (line, global) -> {
                    if (line.isModified()) {
                        line.end();
                        global.logTargets.clear();
                    } else {
                        global.logTargets.add(logs.target(line));
                    }
                });
        registry.on("log-tag", (line, global) -> global.logTag = only(line, "a tag"));
        registry.on(
                "log-send-hostname",
                (line, global) -> {
                    global.logSendHostname =
                            line.hasNext() ? line.text("a name") : load.options().hostName();
                    line.end();
                });
    }

    /** Variables were applied while the text was read; only process variables are left. */
    private void environment(Registry<GlobalDraft> registry) {
        for (String keyword : new String[] {"setenv", "presetenv"}) {
            registry.on(
                    keyword,
                    (line, global) -> {
                        line.take("the name of a variable");
                        line.take("its value");
                    });
        }
        registry.on("unsetenv", (line, global) -> line.rest());
        registry.on("resetenv", (line, global) -> line.rest());
        registry.on(
                "set-var",
                (line, global) -> {
                    Word name = line.take("a variable name such as proc.name");
                    SampleExpression value =
                            load.expressions().expression(line, UsePoint.CONFIGURATION);
                    global.processVariables.put(processVariable(line, name), value.source());
                });
    }

    private static String processVariable(Line line, Word name) throws Refusal {
        if (!name.text().startsWith("proc.")) {
            throw line.error(
                    name,
                    "variable '%s' does not live as long as the process".formatted(name.text()),
                    "its name must begin with 'proc.'");
        }
        return name.text();
    }

    private void statsTimeout(Line line, GlobalDraft global) throws Refusal {
        global.statsTimeoutMs = line.timeMs("a time");
        line.end();
    }

    private void unixBind(Line line, GlobalDraft global) throws Refusal {
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "prefix" -> global.unixBindPrefix = line.text("a path prefix");
                case "mode" -> global.unixBindMode = line.octal("a mode such as 660");
                case "uid" -> global.unixBindUid = number(line, "a user number");
                case "user" -> global.unixBindUser = line.text("a user name");
                case "group" -> global.unixBindGroup = line.text("a group name");
                case "gid" -> global.unixBindGid = number(line, "a group number");
                default ->
                        throw line.unknown(
                                word,
                                "'unix-bind' parameter",
                                List.of("prefix", "mode", "user", "uid", "group", "gid"));
            }
        }
    }

    private static int number(Line line, String expected) throws Refusal {
        return line.integer(expected, 0, Integer.MAX_VALUE);
    }

    /** The only argument of a directive. */
    static String only(Line line, String expected) throws Refusal {
        String text = line.text(expected);
        line.end();
        return text;
    }
}
