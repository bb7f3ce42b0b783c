package io.aplomb.control.guard;

import io.aplomb.base.Check;
import io.aplomb.base.net.IpAddress;
import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.linux.Poller;
import io.aplomb.linux.SystemCallException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Everything that a lapse needs, done once before: so the classes are in memory when the disk
 * hangs, and the first time is not the slow one.
 */
final class Rehearsal {

    private static final long LIMIT_MS = 5_000;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Nobody has it: for documentation (RFC 5737). */
    private static final String NOBODYS = "192.0.2.255";

    private static final int ENOUGH = 20;

    private Rehearsal() {}

    static void play(Removals removals, StepRunner runner, Poller poller)
            throws SystemCallException {
        IpAddress nobodys = Check.present(IpAddress.parse(NOBODYS), NOBODYS);
        Hold.Address address = new Hold.Address(nobodys, "");
        Step command = new Step.Command(List.of("/bin/true"), Map.of(), LIMIT_MS);
        Step kill = new Step.Kill(new Step.PidFile("/nonexistent/pid"), 1, LIMIT_MS);
        Hold hold =
                new Hold(
                        "rehearsal", Set.of(), List.of(address), List.of(command, kill), List.of());
        for (int i = 0; i < ENOUGH; i++) {
            decide(hold);
            removals.remove(hold.removals());
        }
        runner.start(0, command, 0, rc -> new GuardEvent.StepEnded(0, rc));
        runner.start(1, kill, 0, rc -> new GuardEvent.StepEnded(1, rc));
        int ends = 0;
        for (int i = 0; i < LIMIT_MS && ends < 2; i++) {
            List<Integer> ready = poller.await(runner.descriptors(), POLL_NS);
            ends += runner.collect(ready, Long.MAX_VALUE - 1).size();
        }
        runner.abort(0);
    }

    private static void decide(Hold hold) {
        GuardCore core = new GuardCore();
        List<GuardOrder> orders =
                List.of(
                        new GuardOrder.Configure(GuardSettings.DEFAULT),
                        new GuardOrder.Lease(1, LapsePolicy.STOP),
                        new GuardOrder.Keep(hold),
                        new GuardOrder.Mark(1));
        for (GuardOrder order : orders) {
            var _ = core.on(new GuardEvent.Told(OrderText.read(OrderText.write(order))), 0);
        }
        for (GuardEffect effect : core.on(new GuardEvent.TimeCame(), 2)) {
            if (effect instanceof GuardEffect.Tell(GuardReport report)) {
                var _ = ReportText.read(ReportText.write(report));
            }
        }
        var _ = core.on(new GuardEvent.Removed(hold.id(), true), 2);
        var _ = core.on(new GuardEvent.StepEnded(0, 0), 2);
    }
}
