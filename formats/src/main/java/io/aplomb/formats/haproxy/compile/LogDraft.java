package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.LogTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a section being read logs, and where. */
final class LogDraft {

    /** Which line is written. */
    enum Style {
        /** HAProxy's short default line. */
        CONNECT,
        TCP,
        HTTP,
        HTTP_CLF,
        HTTPS,
        /** {@code log-format}. */
        CUSTOM
    }

    /** {@code log global}: also send to the global targets. */
    boolean useGlobal;

    final List<LogTarget> targets = new ArrayList<>();
    Style style = Style.CONNECT;

    /** The word that chose {@link #style}; null for the default one. */
    @Nullable Word chosenAt;

    @Nullable Word customFormat;
    @Nullable Word errorFormat;
    @Nullable Word structuredData;
    @Nullable String tag;

    LogDraft copy() {
        LogDraft copy = new LogDraft();
        copy.useGlobal = useGlobal;
        copy.targets.addAll(targets);
        copy.style = style;
        copy.chosenAt = chosenAt;
        copy.customFormat = customFormat;
        copy.errorFormat = errorFormat;
        copy.structuredData = structuredData;
        copy.tag = tag;
        return copy;
    }

    boolean hasTargets() {
        return useGlobal || !targets.isEmpty();
    }
}
