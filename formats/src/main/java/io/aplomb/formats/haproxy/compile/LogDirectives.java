package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;

/** What a proxy logs and where (manual 4.2 "log", "log-format" and kin). */
final class LogDirectives {

    private final LogLines lines;

    LogDirectives(Load load) {
        this.lines = new LogLines(load);
    }

    void register(Registry<ProxyDraft> registry) {
        registry.onInvertible("log", this::log);
        registry.on(
                "log-format",
                (line, proxy) -> {
                    proxy.log.customFormat = format(line);
                    proxy.log.style = LogDraft.Style.CUSTOM;
                    proxy.log.chosenAt = line.keyword();
                });
        registry.on("error-log-format", (line, proxy) -> proxy.log.errorFormat = format(line));
        registry.on("log-format-sd", (line, proxy) -> proxy.log.structuredData = format(line));
        registry.on(
                "log-tag",
                (line, proxy) -> {
                    proxy.log.tag = line.text("a tag");
                    line.end();
                });
    }

    private void log(Line line, ProxyDraft proxy) throws Refusal {
        if (line.isModified()) {
            line.end();
            proxy.log.useGlobal = false;
            proxy.log.targets.clear();
        } else if (line.takeIf("global")) {
            line.end();
            proxy.log.useGlobal = true;
        } else {
            proxy.log.targets.add(lines.target(line));
        }
    }

    private static Word format(Line line) throws Refusal {
        Word word = line.take("a log format in quotes");
        if (line.hasNext()) {
            throw line.error(
                    line.take("nothing"),
                    "the log format ends before this word",
                    "put the whole format in quotes");
        }
        return word;
    }
}
