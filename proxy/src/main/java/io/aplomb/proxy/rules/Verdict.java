package io.aplomb.proxy.rules;

import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Reply;
import org.jspecify.annotations.Nullable;

/** What to do with a stream after a set of rules. The usual verdicts are constants. */
public sealed interface Verdict {

    /** Verdicts that need no more words. */
    enum Plain implements Verdict {
        /** Go on with the next phase. */
        CONTINUE,
        /** An {@code allow} ended this set of rules; go on with the next phase. */
        ALLOW,
        /** Close without an answer ({@code http-request reject}). */
        CLOSE,
        /** Forget the connection without telling the client ({@code silent-drop}). */
        DROP,
        /** The proxy failed to do what a rule says: answer 500. */
        FAILED;

        @Override
        public boolean goesOn() {
            return this == CONTINUE || this == ALLOW;
        }
    }

    /** Refused: send this answer. */
    record Deny(Reply reply) implements Verdict {}

    /** Refused: send this answer after {@code timeout tarpit}. */
    record Tarpit(Reply reply) implements Verdict {}

    /** Answered by the proxy. */
    record Answer(Reply reply) implements Verdict {}

    /** Answered by a redirect. */
    record Redirect(HttpAction.Redirect redirect, String location) implements Verdict {}

    /**
     * Answered by a redirect to a server clients reach by themselves ({@code server ... redir}).
     */
    record ServerRedirect(String location) implements Verdict {}

    /** Ask for credentials; a null realm is the proxy's name. */
    record Authenticate(@Nullable String realm, Proxy proxy) implements Verdict {}

    /** Answered by {@code monitor-uri}: 200, or 503 when it is to fail; it is not logged. */
    record Monitor(boolean fail) implements Verdict {}

    /** Hand the request to the statistics page of this proxy. */
    record Statistics(Proxy proxy) implements Verdict {}

    /** Hand the request to the metrics exporter. */
    record Metrics() implements Verdict {}

    /**
     * Wait for the request's body, then run the same phase again.
     *
     * @param timeMs at most; then 408
     * @param atLeastBytes enough of it, 0 for all (or a full buffer)
     */
    record WaitForBody(long timeMs, long atLeastBytes) implements Verdict {}

    /** Whether the stream goes on to the next phase. */
    default boolean goesOn() {
        return false;
    }
}
