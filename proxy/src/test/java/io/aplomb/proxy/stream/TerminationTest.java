package io.aplomb.proxy.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.proxy.stream.Termination.Cause;
import io.aplomb.proxy.stream.Termination.Phase;
import io.aplomb.proxy.stream.Termination.RequestCookie;
import io.aplomb.proxy.stream.Termination.ResponseCookie;
import org.junit.jupiter.api.Test;

/** HAProxy manual 8.5: session state at disconnection. */
final class TerminationTest {

    private final Termination termination = new Termination();

    @Test
    void text_nothingHappened_isDashes() {
        assertThat(termination.text(false)).isEqualTo("----");
    }

    @Test
    void text_withCookies_tellsBothSides() {
        termination.requestCookie(RequestCookie.VALID);
        termination.responseCookie(ResponseCookie.UPDATED);

        assertThat(termination.text(true)).isEqualTo("--VU");
    }

    @Test
    void end_secondCause_leavesTheFirst() {
        termination.end(Cause.SERVER_TIMEOUT, Phase.HEADERS);
        termination.end(Cause.CLIENT_ABORT, Phase.DATA);

        assertThat(termination.text(false)).isEqualTo("sH--");
    }

    @Test
    void retract_afterARetry_isNormalAgain() {
        termination.end(Cause.SERVER_ABORT, Phase.CONNECT);
        termination.retract();

        assertThat(termination.text(false)).isEqualTo("----");
    }
}
