package io.aplomb.proxy.admin;

import io.aplomb.proxy.session.SessionView;
import java.util.List;

/** The sessions of clients that run now. Any thread but an event loop's; may wait for the loops. */
public interface SessionDirectory {

    /** For a program without such a list: nothing is shown and nothing is found. */
    SessionDirectory EMPTY =
            new SessionDirectory() {
                @Override
                public List<SessionView> sessions() {
                    return List.of();
                }

                @Override
                public List<SessionView> session(long number) {
                    return List.of();
                }

                @Override
                public boolean shutDown(long number) {
                    return false;
                }
            };

    /** All of them, in no order. */
    List<SessionView> sessions();

    /** The one of that number, or none. */
    List<SessionView> session(long number);

    /** Ends one; false when there is none of that number. */
    boolean shutDown(long number);
}
