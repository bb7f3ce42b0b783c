package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final Sessions sessions = new Sessions();
    private final RegisterMachine machine = new RegisterMachine();
    private final Applying applying = new Applying(sessions, machine);

    private Answer apply(long index, long session, long sequence, long settled, String command) {
        return applying.apply(
                1,
                index,
                new Envelope(session, sequence, settled, command.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void commandSentTwice_isAppliedOnceAndAnsweredTheSame() {
        apply(5, Envelope.NEW_SESSION, 0, 1, "");
        apply(6, 5, 1, 1, "a=first");
        Answer once = apply(7, 5, 2, 1, "a=second");
        Answer again = apply(8, 5, 2, 1, "a=second");
        assertThat(new String(once.reply(), StandardCharsets.UTF_8)).isEqualTo("first");
        assertThat(again).isEqualTo(once);
        assertThat(machine.applied()).isEqualTo(2);
    }

    @Test
    void commandSettledAndSentAgain_isNotApplied() {
        apply(5, Envelope.NEW_SESSION, 0, 1, "");
        apply(6, 5, 1, 1, "a+");
        apply(7, 5, 2, 2, "a+");
        assertThat(apply(8, 5, 1, 1, "a+").kind()).isEqualTo(Answer.Kind.SETTLED);
        assertThat(machine.get("a")).isEqualTo("2");
    }

    @Test
    void sessionOfNobody_isRefused() {
        assertThat(apply(6, 5, 1, 1, "a+").kind()).isEqualTo(Answer.Kind.NO_SESSION);
        assertThat(machine.applied()).isZero();
    }

    @Test
    void sessionUnusedForLongest_makesRoom() {
        apply(1, Envelope.NEW_SESSION, 0, 1, "");
        apply(2, Envelope.NEW_SESSION, 0, 1, "");
        for (int i = 3; i <= Sessions.SESSIONS_MAX; i++) {
            apply(i, Envelope.NEW_SESSION, 0, 1, "");
        }
        apply(1000, 1, 1, 1, "a+");
        apply(1001, Envelope.NEW_SESSION, 0, 1, "");
        assertThat(apply(1002, 1, 2, 1, "a+").kind()).isEqualTo(Answer.Kind.DONE);
        assertThat(apply(1003, 2, 1, 1, "a+").kind()).isEqualTo(Answer.Kind.NO_SESSION);
    }

    @Test
    void encoded_isTheSameAgain() {
        for (int i = 1; i <= Sessions.SESSIONS_MAX; i++) {
            apply(i, Envelope.NEW_SESSION, 0, 1, "");
            apply(1000 + i, i, 7, 3, "b" + i + "=" + i);
        }
        apply(5000, 1, 8, 3, "a+");
        Sessions copy = new Sessions();
        copy.decode(sessions.encode());
        assertThat(copy.encode()).isEqualTo(sessions.encode());
        copy.open(6000);
        sessions.open(6000);
        assertThat(copy.encode()).as("the same one makes room").isEqualTo(sessions.encode());
    }
}
