package io.aplomb.proxy.stats;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request for metrics asks for: {@code ?scope=server&scope=global&no-maint}.
 *
 * @param scopes all of them when the request names none
 */
record MetricsQuery(Set<Scope> scopes, boolean noMaintenance) {

    MetricsQuery {
        scopes = Set.copyOf(scopes);
    }

    /** A part of the metrics. */
    enum Scope {
        GLOBAL,
        FRONTEND,
        LISTENER,
        BACKEND,
        SERVER,
        STICKTABLE;

        static Scope of(RowKind kind) {
            return switch (kind) {
                case FRONTEND -> FRONTEND;
                case LISTENER -> LISTENER;
                case BACKEND -> BACKEND;
                case SERVER -> SERVER;
            };
        }
    }

    /** Null when a scope is unknown: the request is a bad one. */
    static @Nullable MetricsQuery parse(String query) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        boolean noMaintenance = false;
        for (String word : query.split("&", -1)) {
            if (word.equals("no-maint")) {
                noMaintenance = true;
            } else if (word.equals("scope=*")) {
                scopes.addAll(EnumSet.allOf(Scope.class));
            } else if (word.equals("scope=")) {
                scopes.clear();
            } else if (word.startsWith("scope=")) {
                Scope scope = scope(word.substring("scope=".length()));
                if (scope == null) {
                    return null;
                }
                scopes.add(scope);
            }
        }
        return new MetricsQuery(
                scopes.isEmpty() ? EnumSet.allOf(Scope.class) : scopes, noMaintenance);
    }

    boolean wants(Scope scope) {
        return scopes.contains(scope);
    }

    private static @Nullable Scope scope(String word) {
        for (Scope each : Scope.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        return null;
    }
}
