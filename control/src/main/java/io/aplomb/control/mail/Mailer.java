package io.aplomb.control.mail;

import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.GlobalDefinitions.Mail;
import jakarta.mail.MessagingException;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends e-mail to the administrator, one after the other on a thread of its own, so that nobody
 * waits for a mail server. For any thread.
 *
 * <p>A server that does not answer is tried again, which keepalived does not do: the network is
 * seldom at its best when there is news. Meanwhile letters wait, up to a limit.
 */
public final class Mailer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);

    /** More news than this means that the news is no longer true. */
    private static final int MOST_WAITING = 100;

    private static final List<Duration> USUAL_PAUSES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private static final Duration USUAL_LAST_PATIENCE = Duration.ofSeconds(3);

    /** An empty one is the last. */
    private final BlockingQueue<Optional<Order>> orders = new LinkedBlockingQueue<>(MOST_WAITING);

    private final List<Duration> pauses;
    private final Duration lastPatience;
    private final Thread thread;
    private volatile @Nullable Outbox outbox;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Something to send, and by whom. */
    private record Order(Outbox outbox, Letter letter) {}

    /** Begins; sends nothing while the configuration names no server or nobody to write to. */
    public Mailer(GlobalDefinitions global) {
        this(global, USUAL_PAUSES, USUAL_LAST_PATIENCE);
    }

    /**
     * As told.
     *
     * @param pauses before each further try
     * @param lastPatience how long what waits may take at the end
     */
    Mailer(GlobalDefinitions global, List<Duration> pauses, Duration lastPatience) {
        this.pauses = List.copyOf(pauses);
        this.lastPatience = lastPatience;
        this.outbox = outbox(global);
        this.thread = Thread.ofVirtual().name("mail").start(this::run);
    }

    private static @Nullable Outbox outbox(GlobalDefinitions global) {
        Mail mail = global.mail();
        String server = mail.serverHost();
        return server == null || mail.recipients().isEmpty()
                ? null
                : new Outbox(server, mail, global.routerId());
    }

    /** Sends what comes from now on by another configuration. */
    public void become(GlobalDefinitions global) {
        outbox = outbox(global);
    }

    /** Has a letter sent; drops it, with a word in the log, when that cannot be. */
    public void send(Letter letter) {
        Outbox by = outbox;
        if (by == null) {
            LOG.warn("no smtp_server or no notification_email; not sent: {}", letter.subject());
        } else if (isClosing() || !orders.offer(Optional.of(new Order(by, letter)))) {
            LOG.warn("{} letters wait; not sent: {}", orders.size(), letter.subject());
        }
    }

    private void run() {
        try {
            Optional<Order> order = orders.take();
            while (order.isPresent()) {
                deliver(order.get());
                order = orders.take();
            }
        } catch (InterruptedException asked) {
            LOG.debug("mail: ended, {} letters were waiting", orders.size());
        }
    }

    private void deliver(Order order) throws InterruptedException {
        for (int tries = 0; ; tries++) {
            boolean last = tries == pauses.size() || isClosing();
            try {
                order.outbox().send(order.letter());
                LOG.debug("sent: {}", order.letter().subject());
                return;
            } catch (MessagingException failure) {
                LOG.warn(
                        "e-mail by {}: {}; {}: {}",
                        order.outbox().server(),
                        Post.reason(failure),
                        last ? "not sent" : "trying again",
                        order.letter().subject());
            }
            if (last) {
                return;
            }
            // The end does not wait for a pause: it wants a last try at once.
            boolean _ = closing.await(pauses.get(tries).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Sends what waits, for a short time; what does not go then is dropped. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!orders.offer(Optional.empty()) || !thread.join(lastPatience)) {
                LOG.warn("e-mail was not sent before the end");
                thread.interrupt();
                boolean _ = thread.join(lastPatience);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
