package io.aplomb.control.node;

import io.aplomb.control.guard.Guard;
import io.aplomb.control.guard.GuardSettings;
import io.aplomb.control.guard.GuardSettings.SelfFence;
import io.aplomb.control.guard.GuardSettings.WatchdogSettings;
import io.aplomb.control.link.LinkSettings;
import io.aplomb.control.link.Links;
import io.aplomb.model.cib.SafetySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has the guard and the links of a running node take over what the properties of the cluster say.
 * Any thread.
 *
 * <p>Nodes know of a change at different moments, and who already beats at the longer interval must
 * not be silent to one who still waits the shorter time. So a change is made in two steps: at once
 * the shorter of both beats and the longer of both silences, and the new ones when the others have
 * had time to know of it. A node that takes longer to hear of it is taken for lost, which costs its
 * resources a move, but safety nothing.
 */
final class Tuning {
    /** As long as a node may take to hear of a change that is not as good as lost. */
    private static final long KNOWN_NS = 3_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkSettings usual;
    private final Links links;
    private final Guard guard;
    private SafetySettings settings = SafetySettings.DEFAULT;
    private LinkSettings now;
    private boolean settled = true;
    private long sinceNs;

    /**
     * @param usual how the links were started
     */
    Tuning(LinkSettings usual, Links links, Guard guard) {
        this.usual = usual;
        this.links = links;
        this.guard = guard;
        this.now = usual;
    }

    /** What the properties say has changed, perhaps. */
    void become(SafetySettings next) {
        lock.lock();
        try {
            if (next.equals(settings)) {
                return;
            }
            settings = next;
            guard.configure(guardSettings(next));
            LinkSettings wanted = wanted();
            Duration beat = shorter(now.beat(), wanted.beat());
            Duration silence = longer(now.silence(), wanted.silence());
            apply(usual.withBeat(beat, silence));
            settled = now.equals(wanted);
            sinceNs = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** To be called now and then. */
    void look() {
        lock.lock();
        try {
            if (!settled && System.nanoTime() - sinceNs > KNOWN_NS) {
                apply(wanted());
                settled = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void apply(LinkSettings next) {
        if (!next.equals(now)) {
            now = next;
            links.become(next);
        }
    }

    private LinkSettings wanted() {
        boolean standard =
                settings.beatMs() == SafetySettings.DEFAULT.beatMs()
                        && settings.silenceMs() == SafetySettings.DEFAULT.silenceMs();
        return standard
                ? usual
                : usual.withBeat(
                        Duration.ofMillis(settings.beatMs()),
                        Duration.ofMillis(settings.silenceMs()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static GuardSettings guardSettings(SafetySettings of) {
        Optional<WatchdogSettings> watchdog =
                of.watchdogDevice().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new WatchdogSettings(Path.of(of.watchdogDevice()), of.watchdogS()));
        return new GuardSettings(of.stopMarginMs(), ways(of.selfFencing()), watchdog);
    }

    /** The kernel's key needs neither disk nor memory; the others are for kernels without it. */
    private static List<SelfFence> ways(SafetySettings.SelfFencing what) {
        return switch (what) {
            case NONE -> List.of();
            case RESET ->
                    List.of(
                            new SelfFence.MagicKey('b'),
                            new SelfFence.Program(systemd("reboot")),
                            new SelfFence.Program(List.of("reboot", "-f")));
            case OFF ->
                    List.of(
                            new SelfFence.MagicKey('o'),
                            new SelfFence.Program(systemd("poweroff")),
                            new SelfFence.Program(List.of("poweroff", "-f")));
        };
    }

    private static List<String> systemd(String verb) {
        return List.of("systemctl", "--force", "--force", verb);
    }
}
