package io.aplomb.control.layer4;

import io.aplomb.control.mail.Letter;
import io.aplomb.control.mail.Mailer;
import io.aplomb.control.vip.NotifyPipe;
import io.aplomb.control.vip.ScriptRunner;
import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.NotifyFifo;
import io.aplomb.model.vrrp.RealServer;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.VirtualServer;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells scripts, pipes and readers of e-mail of real servers and quorums, in the order of the
 * changes and without making anybody wait.
 */
final class ServerNotifier implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerNotifier.class);

    /** A script that hangs must not keep the news from the next one for ever. */
    private static final long SCRIPT_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long STOP_PATIENCE_S = 5;

    private final ScriptRunner runner;
    private final Mailer mailer;
    private final boolean sendsMail;
    private final List<NotifyPipe> pipes = new ArrayList<>();
    private final ExecutorService order =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("layer4-notify").factory());

    ServerNotifier(ScriptRunner runner, GlobalDefinitions global) {
        this.runner = runner;
        this.mailer = new Mailer(global);
        // Real servers send e-mail unless told not to, so no settings at all mean none is wanted.
        this.sendsMail = global.mail().serverHost() != null;
        add(global.notifyFifo());
        add(global.lvsNotifyFifo());
    }

    private void add(@Nullable NotifyFifo pipe) {
        if (pipe != null) {
            NotifyPipe.open(pipe).ifPresent(pipes::add);
        }
    }

    void server(VirtualServer server, RealServer real, boolean up) {
        tell(
                "RS %s %s %s"
                        .formatted(
                                ServerNames.of(real, server),
                                ServerNames.of(server),
                                up ? "UP" : "DOWN"),
                up ? real.notifyUp() : real.notifyDown());
        if (sendsMail && real.mail()) {
            String subject =
                    "Realserver %s of virtual server %s"
                            .formatted(ServerNames.of(real, server), ServerNames.of(server));
            mailer.send(
                    new Letter(
                            subject + (up ? " - UP" : " - DOWN"),
                            up
                                    ? "=> CHECK succeed on service <="
                                    : "=> CHECK failed on service <="));
        }
    }

    void quorum(VirtualServer server, boolean up) {
        tell(
                "VS %s %s".formatted(ServerNames.of(server), up ? "UP" : "DOWN"),
                up ? server.quorum().up() : server.quorum().down());
        if (sendsMail && server.mail()) {
            mailer.send(
                    new Letter(
                            "Virtualserver " + ServerNames.of(server) + (up ? " - UP" : " - DOWN"),
                            up ? "=> Gained quorum <=" : "=> Lost quorum <="));
        }
    }

    private void tell(String line, @Nullable Script script) {
        order.execute(
                () -> {
                    pipes.forEach(pipe -> pipe.write(line + "\n"));
                    if (script != null) {
                        run(script);
                    }
                });
    }

    private void run(Script script) {
        try {
            ScriptRunner.Outcome outcome = runner.run(script, SCRIPT_LIMIT_NS);
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
                List<Runnable> _ = order.shutdownNow();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        pipes.forEach(NotifyPipe::close);
        mailer.close();
    }
}
