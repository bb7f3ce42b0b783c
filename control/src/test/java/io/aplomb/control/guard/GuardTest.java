package io.aplomb.control.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.LapsePolicy;
import io.aplomb.linux.ProcessTable;
import io.aplomb.linux.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The daemon's side, with a guard in a process of its own; needs no privilege. */
@Timeout(180)
class GuardTest {
    private static final int SIGSTOP = 19;
    private static final int LIMIT_S = 60;
    private static final long LONG_NS = TimeUnit.HOURS.toNanos(1);

    /** Far more than a pipe holds. */
    private static final int MANY = 500;

    private static final GuardSettings SETTINGS =
            new GuardSettings(60_000, List.of(), Optional.empty());

    private final BlockingQueue<GuardReport> reports = new LinkedBlockingQueue<>();

    @Test
    void hold_isKnownBeforeTheResourceStarts() throws Exception {
        try (Guard guard = Guard.start(SETTINGS, reports::add)) {
            guard.lease(System.nanoTime() + LONG_NS, LapsePolicy.STOP);
            guard.hold(stopping("db")).get(LIMIT_S, TimeUnit.SECONDS);
            guard.lease(System.nanoTime(), LapsePolicy.STOP);
            assertThat(next(GuardReport.Stopped.class))
                    .matches(stopped -> stopped.id().equals("db") && stopped.rc() == 0);
            assertThat(next(GuardReport.AllStopped.class).failed()).isZero();
        }
    }

    @Test
    void close_leavesNoProcess() throws Exception {
        Guard guard = Guard.start(SETTINGS, reports::add);
        int pid = guard.pid();
        guard.lease(System.nanoTime() + LONG_NS, LapsePolicy.STOP);
        guard.hold(stopping("db")).get(LIMIT_S, TimeUnit.SECONDS);
        guard.close();
        assertThat(ProcessTable.status(pid)).as("ended, and asked for").isEmpty();
        assertThat(reports).noneMatch(GuardReport.Stopped.class::isInstance);
    }

    @Test
    void guardHangs_nobodyWaits_andAnotherTakesItsPlace() throws Exception {
        try (Guard guard = Guard.start(SETTINGS, reports::add)) {
            int first = next(GuardReport.Ready.class).pid();
            assertThat(Processes.signal(first, SIGSTOP)).isTrue();
            List<CompletableFuture<Void>> known = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                guard.lease(System.nanoTime() + LONG_NS, LapsePolicy.STOP);
                known.add(guard.hold(stopping("resource-" + i)));
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(known.toArray(CompletableFuture[]::new));
            assertThat(all).as("it is asleep").isNotDone();
            all.get(LIMIT_S, TimeUnit.SECONDS);
            assertThat(next(GuardReport.Died.class).pid()).isEqualTo(first);
            assertThat(guard.pid()).isNotEqualTo(first);
            guard.lease(System.nanoTime(), LapsePolicy.FREEZE);
            assertThat(next(GuardReport.Lapsed.class).policy()).isEqualTo(LapsePolicy.FREEZE);
        }
    }

    @Test
    void release_isForgotten() throws Exception {
        try (Guard guard = Guard.start(SETTINGS, reports::add)) {
            guard.lease(System.nanoTime() + LONG_NS, LapsePolicy.STOP);
            guard.hold(stopping("a")).get(LIMIT_S, TimeUnit.SECONDS);
            guard.release("a");
            guard.hold(stopping("b")).get(LIMIT_S, TimeUnit.SECONDS);
            guard.lease(System.nanoTime(), LapsePolicy.STOP);
            assertThat(next(GuardReport.Stopped.class).id()).isEqualTo("b");
            assertThat(next(GuardReport.AllStopped.class).failed()).isZero();
        }
    }

    @Test
    void unheardOfProgram_isToldAsSuch() throws Exception {
        try (Guard guard = Guard.start(SETTINGS, reports::add)) {
            guard.lease(System.nanoTime() + LONG_NS, LapsePolicy.STOP);
            Step step = new Step.Command(List.of("/nonexistent/agent", "stop"), Map.of(), 1_000);
            guard.hold(new Hold("x", Set.of(), List.of(), List.of(step), List.of()))
                    .get(LIMIT_S, TimeUnit.SECONDS);
            guard.lease(System.nanoTime(), LapsePolicy.STOP);
            assertThat(next(GuardReport.Stopped.class).rc()).isEqualTo(GuardReport.NOT_STARTED);
        }
    }

    private <T extends GuardReport> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            GuardReport report = reports.poll(LIMIT_S, TimeUnit.SECONDS);
            assertThat(report).as("a report %s", kind.getSimpleName()).isNotNull();
            if (kind.isInstance(report)) {
                return kind.cast(report);
            }
        }
    }

    private static Hold stopping(String id) {
        Map<String, String> environment = Map.of("OCF_RESKEY_config", "x".repeat(1_000));
        Step step = new Step.Command(List.of("true"), environment, 60_000);
        return new Hold(id, Set.of(), List.of(), List.of(step), List.of());
    }
}
