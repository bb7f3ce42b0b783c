package io.aplomb.proxy.check;

import io.aplomb.proxy.health.CheckStatus;
import org.jspecify.annotations.Nullable;

/** {@code ok-status}, {@code error-status} and {@code tout-status} arguments. */
final class Statuses {

    private Statuses() {}

    /** The status of that code (L7OK, L7RSP ...), or the fallback when none is named. */
    static CheckStatus named(@Nullable String code, CheckStatus fallback) {
        if (code != null) {
            for (CheckStatus status : CheckStatus.values()) {
                if (status.code().equals(code)) {
                    return status;
                }
            }
        }
        return fallback;
    }
}
