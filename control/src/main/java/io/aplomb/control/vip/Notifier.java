package io.aplomb.control.vip;

import io.aplomb.control.mail.Mailer;
import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.Notifications;
import io.aplomb.model.vrrp.Script;
import io.aplomb.vrrp.router.State;
import java.io.Closeable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the administrator's scripts and pipes of every change of state, in the order of the changes
 * and without making the protocol wait; and by e-mail, which waits for neither.
 */
final class Notifier implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** A script that hangs must not keep the news from the next one for ever. */
    private static final long SCRIPT_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    /** At the end, for all scripts that wait; what runs longer is killed, the rest not started. */
    private static final long STOP_PATIENCE_S = 60;

    private static final long KILL_PATIENCE_S = 1;

    private ScriptRunner runner;
    private List<NotifyPipe> pipes = List.of();
    private final Mailer mailer;
    private final StateLetters letters = new StateLetters();
    private boolean lettersOnFaults;
    private final ExecutorService order =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("vrrp-notify").factory());

    Notifier(ScriptRunner runner, GlobalDefinitions global) {
        this.runner = runner;
        this.mailer = new Mailer(global);
        become(runner, global);
    }

    /** Tells what comes from now on that way; what was told before goes the former way. */
    void become(ScriptRunner nextRunner, GlobalDefinitions global) {
        mailer.become(global);
        order.execute(
                () -> {
                    List<NotifyPipe> former = pipes;
                    runner = nextRunner;
                    lettersOnFaults = global.mail().alertFaults();
                    pipes =
                            Stream.of(global.notifyFifo(), global.vrrpNotifyFifo())
                                    .filter(Objects::nonNull)
                                    .flatMap(pipe -> NotifyPipe.open(pipe).stream())
                                    .toList();
                    // After the new ones are open: a reader of the same pipe sees no end of it.
                    former.forEach(NotifyPipe::close);
                });
    }

    /** Of what is told. */
    enum Subject {
        INSTANCE,
        GROUP
    }

    /** A router or a group has entered a state. */
    void entered(
            Subject subject, String name, State state, int priority, Notifications notifications) {
        Script script =
                switch (state) {
                    case MASTER -> notifications.master();
                    case BACKUP -> notifications.backup();
                    case FAULT -> notifications.fault();
                    case INITIALIZE -> null;
                };
        tell(subject, name, state.name(), priority, script, notifications.any());
        if (notifications.mail()) {
            order.execute(
                    () ->
                            letters.on(subject, name, state, lettersOnFaults)
                                    .ifPresent(mailer::send));
        }
    }

    /** A router or a group has stopped. */
    void stopped(Subject subject, String name, int priority, Notifications notifications) {
        tell(subject, name, "STOP", priority, notifications.stop(), notifications.any());
    }

    /** A router or a group is no longer in the configuration. */
    void deleted(Subject subject, String name, int priority, Notifications notifications) {
        if (notifications.deletedAsState()) {
            tell(subject, name, "DELETED", priority, notifications.deleted(), notifications.any());
        } else {
            entered(subject, name, State.FAULT, priority, notifications);
        }
    }

    /** The pipes alone are told again: {@code fifo_write_vrrp_states_on_reload}. */
    void stillIn(Subject subject, String name, State state, int priority) {
        tell(subject, name, state.name(), priority, null, null);
    }

    /** A master has heard another of lower priority. */
    void lowerMasterSeen(String name, int priority, Notifications notifications) {
        tell(
                Subject.INSTANCE,
                name,
                "MASTER_RX_LOWER_PRI",
                priority,
                notifications.masterSeesLowerPriority(),
                null);
    }

    /** The effective priority has changed; pipes hear of it where that is asked for. */
    void priorityChanged(String name, State state, int priority, Notifications notifications) {
        if (notifications.priorityChanges()) {
            tell(Subject.INSTANCE, name, state.name() + "_PRIORITY", priority, null, null);
        }
    }

    private void tell(
            Subject subject,
            String name,
            String state,
            int priority,
            @Nullable Script ofState,
            @Nullable Script any) {
        order.execute(
                () -> {
                    String line = "%s \"%s\" %s %d%n".formatted(subject, name, state, priority);
                    pipes.forEach(pipe -> pipe.write(line));
                    if (ofState != null) {
                        run(ofState);
                    }
                    if (any != null) {
                        run(any, subject.name(), name, state, Integer.toString(priority));
                    }
                });
    }

    private void run(Script script, String... more) {
        try {
            ScriptRunner.Outcome outcome = runner.run(script, SCRIPT_LIMIT_NS, more);
            if (!outcome.isSuccess()) {
                LOG.warn("notify script {}: {}", script.text(), outcome.text());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        order.shutdown();
        try {
            if (!order.awaitTermination(STOP_PATIENCE_S, TimeUnit.SECONDS)) {
                int waiting = order.shutdownNow().size();
                LOG.warn("a notify script took too long; {} more were not told", waiting);
                boolean _ = order.awaitTermination(KILL_PATIENCE_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        pipes.forEach(NotifyPipe::close);
        mailer.close();
    }
}
