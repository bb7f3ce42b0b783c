package io.aplomb.control.enrol;

import java.io.IOException;

/** What a machine does for others that it trusts. Called on a virtual thread each; may block. */
public interface EnrolHandler {

    /**
     * Does what is asked.
     *
     * @param host which asks
     * @return {@link EnrolReply.Refused} when it cannot be done
     */
    EnrolReply answer(EnrolRequest request, String host);

    /**
     * A machine wants in, and {@link EnrolReply.Done} was answered: ask it for its key, and give it
     * what it needs. The channel is closed afterwards.
     *
     * @param machine answers requests now
     * @throws IOException when it does not answer any more
     */
    default void admit(EnrolRequest.Join join, EnrolChannel machine) throws IOException {}
}
