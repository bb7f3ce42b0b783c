package io.aplomb.control.node;

import io.aplomb.base.Clock;

/** The clocks of this machine. */
enum SystemTime implements Clock {
    INSTANCE;

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }
}
