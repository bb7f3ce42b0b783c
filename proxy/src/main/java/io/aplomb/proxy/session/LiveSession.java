package io.aplomb.proxy.session;

import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.runtime.ServerRuntime;
import org.jspecify.annotations.Nullable;

/** A client connection as those see it who show or end connections. On its loop. */
public interface LiveSession {

    /** The number of the session or request under way, -1 while there is none. */
    long number();

    /** The session or request under way, null while there is none. */
    @Nullable SessionView view();

    /** The program drains: ends now if there is no request on it, else after the present one. */
    void endWhenIdle();

    /** Ends the session if it is being served by that server. */
    void shutDownIfOn(ServerRuntime server, ErrorKind reason);

    /** Ends the session or request under way; the client is told why where that is possible. */
    void shutDown(ErrorKind reason);

    /** Closes whatever it does, without a word: the program ends. */
    void cut();
}
