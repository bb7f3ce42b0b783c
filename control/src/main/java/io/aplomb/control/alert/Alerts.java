package io.aplomb.control.alert;

import io.aplomb.cluster.alert.Bulletin;
import io.aplomb.cluster.alert.Message;
import io.aplomb.cluster.alert.Recipient;
import io.aplomb.cluster.alert.Recipients;
import io.aplomb.cluster.alert.Teller;
import io.aplomb.cluster.alert.Teller.Delivery;
import io.aplomb.cluster.live.ClusterState;
import io.aplomb.cluster.live.Command;
import io.aplomb.cluster.rules.RuleInput;
import io.aplomb.control.alert.Courier.UndeliveredException;
import io.aplomb.model.cib.AlertWays;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who wants to be told what happens in the cluster, while this node leads it. What was told
 * to whom is agreed on, so that the next leader goes on where this one ended.
 *
 * <p>{@link #look} may be called from any one thread; nobody waits for a recipient.
 */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    /** The time is looked at so often while somebody waits for it. */
    private static final long TICK_MS = 200;

    /** Between two attempts to have it agreed on what was told. */
    private static final long MARK_NS = 1_000_000_000;

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final long LAST_PATIENCE_MS = 2_000;

    private final String self;
    private final Function<Command, CompletableFuture<?>> submit;
    private final List<Duration> pauses;
    private final WebhookCourier webhooks = new WebhookCourier();
    private final Map<String, Courier> couriers;
    private final Courier scripts;
    private final Teller teller = new Teller();
    private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    /** What was looked at last; only the caller of {@link #look} touches these. */
    private @Nullable Bulletin seen;

    private boolean seenLeading;

    /** Who leads now; deliveries look before they try again. */
    private volatile boolean leads;

    /** Only the thread touches these. */
    private @Nullable ClusterState state;

    private boolean marking;
    private long markedNs;

    /**
     * Begins.
     *
     * @param submit has a command committed
     */
    public Alerts(String self, Function<Command, CompletableFuture<?>> submit) {
        this(self, submit, new ScriptCourier(), PAUSES);
    }

    /** For tests: with other pauses before a further try. */
    Alerts(
            String self,
            Function<Command, CompletableFuture<?>> submit,
            Courier scripts,
            List<Duration> pauses) {
        this.self = self;
        this.submit = submit;
        this.scripts = scripts;
        this.pauses = List.copyOf(pauses);
        this.couriers =
                Map.of(
                        AlertWays.MAIL, new MailCourier(),
                        AlertWays.WEBHOOK, webhooks,
                        AlertWays.SNMP, new TrapCourier());
        this.thread = Thread.ofVirtual().name("alerts-" + self).start(this::run);
    }

    /**
     * The state, and whether this node is to tell what is in it. Cheap when nothing has changed.
     */
    public void look(ClusterState current, boolean leading) {
        Bulletin bulletin = current.bulletin();
        if (bulletin == seen && leading == seenLeading) {
            return;
        }
        seen = bulletin;
        seenLeading = leading;
        leads = leading;
        events.add(() -> state = current);
    }

    private void run() {
        try {
            while (true) {
                step(isWaiting() ? poll() : events.take());
            }
        } catch (InterruptedException asked) {
            LOG.debug("alerts end");
        }
    }

    private void step(@Nullable Runnable event) {
        try {
            if (event != null) {
                event.run();
            }
            if (events.isEmpty()) {
                tell();
            }
        } catch (RuntimeException defect) {
            // the cluster goes on, and so does whoever can be told
            LOG.error("a defect of the alerts", defect);
        }
    }

    private @Nullable Runnable poll() throws InterruptedException {
        return events.poll(TICK_MS, TimeUnit.MILLISECONDS);
    }

    private boolean isWaiting() {
        ClusterState known = state;
        return leads && known != null && !known.bulletin().waiting().isEmpty();
    }

    private void tell() {
        ClusterState known = state;
        if (!leads || known == null || !known.bulletin().hasRecipients()) {
            return;
        }
        List<Recipient> recipients =
                Recipients.of(
                        known.configuration(),
                        RuleInput.at(OffsetDateTime.now(ZoneId.systemDefault())));
        Sender sender =
                new Sender(name(known), known.membership().id(), self, ZoneId.systemDefault());
        for (Delivery delivery : teller.next(known.bulletin(), recipients, System.nanoTime())) {
            var _ = deliveries.submit(() -> deliver(delivery, sender));
        }
        mark(known.bulletin());
    }

    private static String name(ClusterState state) {
        String name = state.property("cluster-name");
        return name == null || name.isEmpty() ? state.membership().cluster() : name;
    }

    /** Has it agreed on what was told. */
    private void mark(Bulletin bulletin) {
        Map<String, Long> told = teller.untold(bulletin);
        if (told.isEmpty() || marking || System.nanoTime() - markedNs < 0) {
            return;
        }
        marking = true;
        var _ =
                submit.apply(new Command.AlertsTold(told))
                        .whenComplete(
                                (_, failure) ->
                                        events.add(
                                                () -> {
                                                    marking = false;
                                                    markedNs =
                                                            failure == null
                                                                    ? System.nanoTime()
                                                                    : System.nanoTime() + MARK_NS;
                                                }));
    }

    private void deliver(Delivery delivery, Sender sender) {
        boolean done = true;
        try {
            for (Message message : delivery.messages()) {
                done &= deliver(delivery.recipient(), message, sender);
            }
        } catch (InterruptedException ended) {
            done = false;
        } catch (RuntimeException defect) {
            LOG.error("a defect while {} was told", delivery.recipient().key(), defect);
        }
        boolean told = done;
        events.add(
                () -> {
                    if (told) {
                        teller.finished(delivery);
                    } else {
                        teller.givenUp(delivery);
                    }
                });
    }

    /** False when another node is to tell it. */
    private boolean deliver(Recipient recipient, Message message, Sender sender)
            throws InterruptedException {
        Courier courier = recipient.way().map(couriers::get).orElse(scripts);
        if (recipient.way().isPresent() && !couriers.containsKey(recipient.way().get())) {
            LOG.warn("alert {}: there is no way {}", recipient.key(), recipient.path());
            return true;
        }
        int tries = 0;
        while (true) {
            try {
                courier.deliver(recipient, message, sender);
                LOG.debug("alert {}: told {}", recipient.key(), message);
                return true;
            } catch (UndeliveredException failure) {
                boolean last = failure.isLasting() || tries >= retries(recipient, courier);
                LOG.warn(
                        "alert {}: {} did not tell \"{}\": {}; {}",
                        recipient.key(),
                        recipient.path(),
                        sender.subject(recipient, message),
                        failure.getMessage(),
                        last ? "given up" : "trying again");
                if (last) {
                    return true;
                }
            }
            Duration pause = pauses.get(Math.min(tries, pauses.size() - 1));
            boolean over = ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            tries++;
            if (over || !leads) {
                return false;
            }
        }
    }

    private static int retries(Recipient recipient, Courier courier) {
        try {
            return Options.number(recipient, "retries", courier.retries());
        } catch (UndeliveredException noNumber) {
            return courier.retries();
        }
    }

    /**
     * Ends; what is being told has a moment to get through, what waits for a further try has none.
     */
    @Override
    public void close() {
        leads = false;
        ended.countDown();
        thread.interrupt();
        deliveries.shutdown();
        try {
            if (!deliveries.awaitTermination(LAST_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("alerts under way are broken off");
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            deliveries.shutdownNow();
            webhooks.close();
        }
    }
}
