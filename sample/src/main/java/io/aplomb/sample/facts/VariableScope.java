package io.aplomb.sample.facts;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a variable lives: manual keyword {@code http-request set-var}. */
public enum VariableScope {
    /** The whole process. */
    PROC,
    /** The client's session. */
    SESS,
    /** A request and its response. */
    TXN,
    /** Request processing only. */
    REQ,
    /** Response processing only. */
    RES,
    /** A health check. */
    CHECK;

    /** The word of the configuration. */
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of this word, or null. */
    public static @Nullable VariableScope of(String keyword) {
        for (VariableScope scope : values()) {
            if (scope.keyword().equals(keyword)) {
                return scope;
            }
        }
        return null;
    }
}
