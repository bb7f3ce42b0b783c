package io.aplomb.app.engine;

import io.aplomb.base.Clock;

/** The machine's clocks. */
enum SystemClock implements Clock {
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
