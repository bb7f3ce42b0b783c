package io.aplomb.proxy.session;

import io.aplomb.model.proxy.Proxy;
import io.aplomb.proxy.reply.PreparedReply;
import io.aplomb.proxy.stream.Stream;

/** What sessions ask of the program around them. Called on event loops; must not block. */
public interface SessionServices {

    /** A server's answer begins, or its connection is there for TCP: {@code option logasap}. */
    void begun(Stream stream);

    /** The session or request is over: writes its log line, if its rules want one. */
    void log(Stream stream);

    /**
     * A connection ended in its handshakes; its error is that of the stream's client.
     *
     * @param silence whether the client just said too little
     */
    void connectionFailed(Stream stream, boolean silence);

    /** The statistics page of a proxy, or what an action on it comes to. */
    PreparedReply statistics(Proxy proxy, Stream stream, boolean mayKeep);

    /** All metrics in the text format of Prometheus. */
    PreparedReply metrics(Stream stream, boolean mayKeep);
}
