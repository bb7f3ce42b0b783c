package io.aplomb.control.link;

import io.aplomb.base.Clock;

/** The machine's time. */
final class MonotonicClock implements Clock {

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }
}
