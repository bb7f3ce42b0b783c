package io.aplomb.control.store;

/** Why a command, a reading or a change of members was not done. */
public abstract sealed class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    private StoreException(String message) {
        super(message);
    }

    /** It was certainly not done and never will be. */
    public static final class NotCommitted extends StoreException {
        private static final long serialVersionUID = 1;

        public NotCommitted(String message) {
            super(message);
        }
    }

    /** Nobody led within the deadline, so it was certainly not done and never will be. */
    public static final class NoLeader extends StoreException {
        private static final long serialVersionUID = 1;

        public NoLeader(String message) {
            super(message);
        }
    }

    /**
     * It may have been done, or may yet be: a leader had it and fell silent. Only a look at the
     * state can tell.
     */
    public static final class Unknown extends StoreException {
        private static final long serialVersionUID = 1;

        public Unknown(String message) {
            super(message);
        }
    }
}
