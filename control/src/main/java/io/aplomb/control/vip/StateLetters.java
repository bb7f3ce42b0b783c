package io.aplomb.control.vip;

import io.aplomb.control.mail.Letter;
import io.aplomb.control.vip.Notifier.Subject;
import io.aplomb.vrrp.router.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which changes of state are worth an e-mail, and what it says: the words of keepalived 2.2.7,
 * which people have filters for. A state told last is not told again. For one thread.
 */
final class StateLetters {

    private final Map<String, State> last = new HashMap<>();

    /**
     * The letter on a change, if there shall be one.
     *
     * @param faults whether the fault state is worth one
     */
    Optional<Letter> on(Subject subject, String name, State state, boolean faults) {
        if (state == State.INITIALIZE || (state == State.FAULT && !faults)) {
            return Optional.empty();
        }
        if (last.put(subject + " " + name, state) == state) {
            return Optional.empty();
        }
        String text =
                switch (subject) {
                    case GROUP -> "All VRRP group instances are now in " + state + " state";
                    case INSTANCE ->
                            state == State.MASTER
                                    ? "VRRP Instance is now owning VRRP VIPs"
                                    : "VRRP Instance is no longer owning VRRP VIPs";
                };
        String who = subject == Subject.GROUP ? "VRRP Group" : "VRRP Instance";
        return Optional.of(
                new Letter(
                        "%s %s - Entering %s state".formatted(who, name, state),
                        "=> " + text + " <="));
    }
}
