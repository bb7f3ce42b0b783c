package io.aplomb.proxy.admin;

import io.aplomb.proxy.runtime.ServerRuntime;
import java.util.List;

/** The sessions that run now. Any thread. */
public interface SessionDirectory {

    /** For a program without such a list: nothing is shown and nothing is found. */
    SessionDirectory EMPTY =
            new SessionDirectory() {
                @Override
                public List<Session> sessions() {
                    return List.of();
                }

                @Override
                public boolean kill(long id) {
                    return false;
                }
            };

    /** All of them, in no order. */
    List<Session> sessions();

    /** Ends one; false when there is none of that number. */
    boolean kill(long id);

    /**
     * One session.
     *
     * @param protocol of the client's side, as tcpv4
     * @param source the client's address
     * @param backend "&lt;NONE&gt;" before one is chosen
     * @param server "&lt;none&gt;" before one is chosen
     * @param ageSeconds since it was accepted
     */
    record Session(
            long id,
            String protocol,
            String source,
            String frontend,
            String backend,
            String server,
            long ageSeconds) {}

    /** Whether a session is on that server. */
    static boolean isOn(Session session, ServerRuntime server) {
        return session.backend().equals(server.backendRuntime().name())
                && session.server().equals(server.name());
    }
}
