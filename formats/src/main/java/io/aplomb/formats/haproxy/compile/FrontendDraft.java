package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Captures;
import io.aplomb.model.proxy.UseBackend;
import io.aplomb.sample.acl.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a section being read says about receiving traffic. */
final class FrontendDraft {

    final List<BindDraft> binds = new ArrayList<>();

    /** A line says where to listen, even one that is refused. */
    boolean listens;

    int maxConn;
    int rateLimitSessions;
    int backlog;
    @Nullable Word defaultBackend;
    final List<UseBackend> useBackends = new ArrayList<>();

    /** The words of {@code use_backend} lines that name a backend outright. */
    final List<Word> namedBackends = new ArrayList<>();

    /** The first {@code use_backend} line whose condition reads an HTTP request. */
    @Nullable Word httpRoutingAt;

    final List<Captures.Slot> requestCaptures = new ArrayList<>();
    final List<Captures.Slot> responseCaptures = new ArrayList<>();
    Captures.@Nullable Cookie cookieCapture;
    @Nullable String monitorUri;
    final List<Condition> monitorFail = new ArrayList<>();
    @Nullable Word uniqueIdFormat;
    @Nullable String uniqueIdHeader;

    /** What a section inherits; bind lines, captures and rules are its own. */
    FrontendDraft copy() {
        FrontendDraft copy = new FrontendDraft();
        copy.maxConn = maxConn;
        copy.rateLimitSessions = rateLimitSessions;
        copy.backlog = backlog;
        copy.defaultBackend = defaultBackend;
        copy.monitorUri = monitorUri;
        copy.uniqueIdFormat = uniqueIdFormat;
        copy.uniqueIdHeader = uniqueIdHeader;
        return copy;
    }
}
