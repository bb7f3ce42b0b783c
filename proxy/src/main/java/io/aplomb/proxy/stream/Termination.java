package io.aplomb.proxy.stream;

/**
 * How a stream ended: the state of HAProxy's logs (manual 8.5), two characters for TCP and two more
 * about the persistence cookie for HTTP.
 *
 * <p>The first cause and the first phase set stay, as the first failure explains the others.
 */
public final class Termination {

    private Cause cause = Cause.NORMAL;
    private Phase phase = Phase.NONE;
    private RequestCookie requestCookie = RequestCookie.NONE;
    private ResponseCookie responseCookie = ResponseCookie.NONE;

    /** First character: who or what ended the session. */
    public enum Cause {
        NORMAL('-'),
        CLIENT_ABORT('C'),
        SERVER_ABORT('S'),
        /** Denied or refused by the proxy: a rule, an invalid message. */
        PROXY('P'),
        /** Answered by the proxy itself: redirect, return, statistics. */
        LOCAL('L'),
        RESOURCE('R'),
        INTERNAL('I'),
        /** Killed because the server went down. */
        DOWN('D'),
        /** Killed on a backup server because an active one came up. */
        UP('U'),
        /** Killed by an administrator. */
        KILLED('K'),
        CLIENT_TIMEOUT('c'),
        SERVER_TIMEOUT('s');

        private final char letter;

        Cause(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /** Second character: where the session was when it ended. */
    public enum Phase {
        NONE('-'),
        /** Waiting for a valid request. */
        REQUEST('R'),
        /** In a queue. */
        QUEUE('Q'),
        /** Connecting to the server. */
        CONNECT('C'),
        /** Waiting for the response's head. */
        HEADERS('H'),
        DATA('D'),
        /** The last bytes were still going to the client. */
        LAST('L'),
        TARPIT('T');

        private final char letter;

        Phase(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /** Third character: the persistence cookie the client sent. */
    public enum RequestCookie {
        NONE('N'),
        INVALID('I'),
        DOWN('D'),
        VALID('V'),
        EXPIRED('E'),
        OLD('O'),
        UNUSED('U');

        private final char letter;

        RequestCookie(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /** Fourth character: what was done to the persistence cookie of the response. */
    public enum ResponseCookie {
        NONE('N'),
        PROVIDED('P'),
        DELETED('D'),
        INSERTED('I'),
        REWRITTEN('R'),
        UPDATED('U');

        private final char letter;

        ResponseCookie(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /** Notes why and where the stream ends; parts already noted stay. */
    public void end(Cause why, Phase where) {
        if (cause == Cause.NORMAL) {
            cause = why;
        }
        if (phase == Phase.NONE) {
            phase = where;
        }
    }

    /** Forgets the end: a retry made good of it. */
    public void retract() {
        cause = Cause.NORMAL;
        phase = Phase.NONE;
    }

    public void requestCookie(RequestCookie state) {
        requestCookie = state;
    }

    public void responseCookie(ResponseCookie state) {
        responseCookie = state;
    }

    public Cause cause() {
        return cause;
    }

    public Phase phase() {
        return phase;
    }

    public RequestCookie requestCookie() {
        return requestCookie;
    }

    public ResponseCookie responseCookie() {
        return responseCookie;
    }

    void reset() {
        retract();
        requestCookie = RequestCookie.NONE;
        responseCookie = ResponseCookie.NONE;
    }

    /**
     * The four characters.
     *
     * @param cookies whether the backend has cookie persistence: otherwise the last two are dashes
     */
    String text(boolean cookies) {
        char[] letters = {cause.letter, phase.letter, '-', '-'};
        if (cookies) {
            letters[2] = requestCookie.letter;
            letters[3] = responseCookie.letter;
        }
        return new String(letters);
    }
}
