package io.aplomb.proxy.check;

import io.aplomb.sample.facts.Captures;
import org.jspecify.annotations.Nullable;

/** A check captures nothing. */
enum NoCaptures implements Captures {
    INSTANCE;

    @Override
    public @Nullable String requestLine() {
        return null;
    }

    @Override
    public @Nullable String request(int slot) {
        return null;
    }

    @Override
    public @Nullable String response(int slot) {
        return null;
    }

    @Override
    public int requestSlots() {
        return 0;
    }

    @Override
    public int responseSlots() {
        return 0;
    }

    @Override
    public void captureRequest(int slot, String text) {}

    @Override
    public void captureResponse(int slot, String text) {}
}
