package io.aplomb.vrrp.advice;

import io.aplomb.base.Check;

/**
 * The effective priorities of the other routers while all is well with them: read from their
 * configurations, or heard from them.
 *
 * @param lowest 1 to 255
 * @param highest not below the lowest
 */
public record PeerPriorities(int lowest, int highest) {
    public PeerPriorities {
        Check.argument(
                lowest >= 1 && lowest <= highest && highest <= 255, "priorities are 1 to 255");
    }
}
