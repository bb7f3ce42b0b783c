package io.aplomb.control.layer4;

import io.aplomb.layer4.pool.VirtualServerState;
import io.aplomb.model.vrrp.Checker;
import java.io.IOException;
import java.util.OptionalInt;

/** One look at a real server. May wait; on a virtual thread, which an interrupt ends. */
interface Check {

    /**
     * Looks.
     *
     * @throws IOException when the server cannot be reached, with the reason
     */
    Result run() throws IOException, InterruptedException;

    /**
     * What was found.
     *
     * @param text for people
     * @param status the exit status of a program, which may set a weight ({@link
     *     VirtualServerState#weightChange}); empty for other checks
     */
    record Result(boolean success, String text, OptionalInt status) {
        static Result good(String text) {
            return new Result(true, text, OptionalInt.empty());
        }

        static Result bad(String text) {
            return new Result(false, text, OptionalInt.empty());
        }
    }

    /** The keyword of a check, for messages. */
    static String keyword(Checker checker) {
        return switch (checker) {
            case Checker.Tcp _ -> "TCP_CHECK";
            case Checker.Http http -> http.tls() ? "SSL_GET" : "HTTP_GET";
            case Checker.Misc _ -> "MISC_CHECK";
            case Checker.Dns _ -> "DNS_CHECK";
        };
    }
}
