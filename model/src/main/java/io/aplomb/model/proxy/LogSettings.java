package io.aplomb.model.proxy;

import io.aplomb.sample.log.LogFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy logs and where.
 *
 * @param targets own {@code log} lines, with {@code log global} already replaced by the global ones
 * @param format of one line per session or request
 * @param errorFormat of failed handshakes, null for HAProxy's legacy format
 * @param structuredData RFC 5424 structured data, null for none
 */
public record LogSettings(
        List<LogTarget> targets,
        LogFormat format,
        @Nullable LogFormat errorFormat,
        @Nullable LogFormat structuredData,
        @Nullable String tag,
        boolean dontLogNull,
        boolean dontLogNormal,
        boolean logAsap,
        boolean separateErrors,
        boolean logHealthChecks) {

    public LogSettings {
        targets = List.copyOf(targets);
    }
}
