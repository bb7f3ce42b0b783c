package io.aplomb.layer4.plan;

import io.aplomb.base.SourcePosition;

/**
 * Why a virtual server cannot be served.
 *
 * @param directive what asks for it, as in the configuration
 * @param remedy what to do instead
 */
public record Refusal(SourcePosition position, String directive, String reason, String remedy) {

    /** As one line, with its place. */
    public String text() {
        return "%s: error: %s: %s; %s".formatted(position, directive, reason, remedy);
    }
}
