package io.aplomb.control.alert;

import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.Recipient;

/** A way to tell somebody. Safe for many threads; blocks until it is told, or the time is over. */
interface Courier {

    /**
     * Tells one message.
     *
     * @throws UndeliveredException when it did not arrive, as far as can be known
     * @throws InterruptedException when the node ends meanwhile
     */
    void deliver(Recipient recipient, Message message, Sender sender)
            throws UndeliveredException, InterruptedException;

    /** How often it is tried again, unless the recipient's {@code retries} says otherwise. */
    int retries();

    /** A message did not arrive. */
    final class UndeliveredException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean lasting;

        /**
         * @param lasting whether trying again would be in vain
         */
        UndeliveredException(String reason, boolean lasting) {
            super(reason);
            this.lasting = lasting;
        }

        boolean isLasting() {
            return lasting;
        }
    }
}
