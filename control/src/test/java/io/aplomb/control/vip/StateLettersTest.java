package io.aplomb.control.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.control.mail.Letter;
import io.aplomb.control.vip.Notifier.Subject;
import io.aplomb.vrrp.router.State;
import org.junit.jupiter.api.Test;

/** The words that keepalived 2.2.7 was seen to send. */
final class StateLettersTest {

    private final StateLetters letters = new StateLetters();

    @Test
    void instance_inEachState_isToldInItsWords() {
        String lost = "=> VRRP Instance is no longer owning VRRP VIPs <=";
        assertThat(letters.on(Subject.INSTANCE, "A", State.BACKUP, true))
                .contains(new Letter("VRRP Instance A - Entering BACKUP state", lost));
        assertThat(letters.on(Subject.INSTANCE, "A", State.MASTER, true))
                .contains(
                        new Letter(
                                "VRRP Instance A - Entering MASTER state",
                                "=> VRRP Instance is now owning VRRP VIPs <="));
        assertThat(letters.on(Subject.INSTANCE, "A", State.FAULT, true))
                .contains(new Letter("VRRP Instance A - Entering FAULT state", lost));
    }

    @Test
    void group_isToldInItsWords() {
        assertThat(letters.on(Subject.GROUP, "G", State.FAULT, true))
                .contains(
                        new Letter(
                                "VRRP Group G - Entering FAULT state",
                                "=> All VRRP group instances are now in FAULT state <="));
    }

    @Test
    void state_toldLast_isNotToldAgain() {
        assertThat(letters.on(Subject.INSTANCE, "A", State.BACKUP, false)).isPresent();
        assertThat(letters.on(Subject.INSTANCE, "A", State.FAULT, false)).isEmpty();
        assertThat(letters.on(Subject.INSTANCE, "A", State.INITIALIZE, false)).isEmpty();
        assertThat(letters.on(Subject.INSTANCE, "A", State.BACKUP, false)).isEmpty();
        assertThat(letters.on(Subject.INSTANCE, "B", State.BACKUP, false)).isPresent();
        assertThat(letters.on(Subject.GROUP, "A", State.BACKUP, false)).isPresent();
    }
}
