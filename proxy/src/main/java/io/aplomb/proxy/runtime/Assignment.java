package io.aplomb.proxy.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What became of a wish for a server. One per stream, reused; filled by {@link
 * BackendRuntime#assign}.
 */
public final class Assignment {

    /** How it ended. */
    public enum Outcome {
        /** {@link #server()} has a slot for the request. */
        ASSIGNED,
        /** {@link #ticket()} waits in a queue. */
        QUEUED,
        /** No server is usable: 503. */
        NO_SERVER
    }

    private Outcome outcome = Outcome.NO_SERVER;
    private @Nullable ServerRuntime server;
    private @Nullable Ticket ticket;

    public Outcome outcome() {
        return outcome;
    }

    public @Nullable ServerRuntime server() {
        return server;
    }

    public @Nullable Ticket ticket() {
        return ticket;
    }

    void assigned(ServerRuntime chosen) {
        set(Outcome.ASSIGNED, chosen, null);
    }

    void queued(Ticket place) {
        set(Outcome.QUEUED, null, place);
    }

    void noServer() {
        set(Outcome.NO_SERVER, null, null);
    }

    private void set(Outcome result, @Nullable ServerRuntime chosen, @Nullable Ticket place) {
        outcome = result;
        server = chosen;
        ticket = place;
    }
}
