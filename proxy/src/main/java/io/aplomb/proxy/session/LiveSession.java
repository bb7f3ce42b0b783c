package io.aplomb.proxy.session;

import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.runtime.ServerRuntime;

/** A client connection as those see it who end connections. On its loop. */
public interface LiveSession {

    /** The program drains: ends now if there is no request on it, else after the present one. */
    void endWhenIdle();

    /** Ends the session if it is being served by that server. */
    void shutDownIfOn(ServerRuntime server, ErrorKind reason);

    /** Ends the session whatever it does. */
    void shutDown(ErrorKind reason);
}
