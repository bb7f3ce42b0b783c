package io.aplomb.model.proxy;

import io.aplomb.base.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code frontend}, {@code backend} or {@code listen} section with its defaults resolved.
 *
 * @param id unique positive number, shown as {@code iid}
 * @param idForced whether the configuration chose the id
 * @param frontend present for frontend and listen
 * @param backend present for backend and listen
 */
public record Proxy(
        int id,
        boolean idForced,
        String name,
        Kind kind,
        SourcePosition position,
        Mode mode,
        boolean disabled,
        @Nullable String description,
        Timeouts timeouts,
        HttpSettings http,
        LogSettings log,
        RuleSets rules,
        ErrorReplies errors,
        StatsPage stats,
        @Nullable StickTableSpec stickTable,
        @Nullable FrontendPart frontend,
        @Nullable BackendPart backend) {

    /** Which section keyword made it. */
    public enum Kind {
        FRONTEND,
        BACKEND,
        LISTEN
    }

    /** What the proxy understands of the bytes it carries. */
    public enum Mode {
        TCP,
        HTTP,
        HEALTH
    }

    /**
     * What only a proxy with bind lines has.
     *
     * @param maxConn concurrent connections, 0 for the process's own limit
     * @param rateLimitSessions sessions a second, 0 for no limit
     * @param backlog asked of the kernel, 0 for the default
     */
    public record FrontendPart(
            List<Bind> binds,
            int maxConn,
            int rateLimitSessions,
            int backlog,
            @Nullable String defaultBackend,
            List<UseBackend> useBackends,
            Captures captures,
            @Nullable Monitor monitor,
            @Nullable UniqueId uniqueId,
            boolean socketStats) {
        public FrontendPart {
            binds = List.copyOf(binds);
            useBackends = List.copyOf(useBackends);
        }
    }
}
