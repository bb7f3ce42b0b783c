package io.aplomb.sample;

import io.aplomb.sample.facts.ProxyFacts;
import org.jspecify.annotations.Nullable;

/** A proxy with a name, two usable servers and figures that tell which is which. */
public record FakeProxy(String name, int id, boolean isHttp) implements ProxyFacts {

    @Override
    public int usableServers() {
        return 2;
    }

    @Override
    public long connections() {
        return 11;
    }

    @Override
    public long connectionSlots() {
        return 12;
    }

    @Override
    public long freeConnections() {
        return 13;
    }

    @Override
    public long sessionRate() {
        return 14;
    }

    @Override
    public long requestRate() {
        return 15;
    }

    @Override
    public long queued() {
        return 16;
    }

    @Override
    public long totalQueued() {
        return 17;
    }

    @Override
    public long usableWeight() {
        return 18;
    }

    @Override
    public long clientTimeoutMs() {
        return 5000;
    }

    @Override
    public long serverTimeoutMs() {
        return 6000;
    }

    @Override
    public long tunnelTimeoutMs() {
        return 7000;
    }

    @Override
    public @Nullable String defaultBackendName() {
        return null;
    }
}
