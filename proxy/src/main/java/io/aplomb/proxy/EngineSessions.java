package io.aplomb.proxy;

import io.aplomb.proxy.admin.SessionDirectory;
import io.aplomb.proxy.net.Loop;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.session.LiveSession;
import io.aplomb.proxy.session.LiveSessions;
import io.aplomb.proxy.session.SessionContext;
import io.aplomb.proxy.session.SessionView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of all event loops. A session belongs to its loop, so each loop is asked to look at
 * its own, a few at a time, and the caller waits; the loops share nothing for it.
 */
final class EngineSessions implements SessionDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSessions.class);

    /** Sessions looked at in one go before other work of the loop gets its turn. */
    private static final int SESSIONS_PER_TURN = 256;

    /** A loop that has not answered by then hangs; it is left out. */
    private static final long PATIENCE_MS = 5_000;

    private final Supplier<List<SessionContext>> contexts;

    /**
     * @param contexts one for each loop, of any configuration
     */
    EngineSessions(Supplier<List<SessionContext>> contexts) {
        this.contexts = contexts;
    }

    @Override
    public List<SessionView> sessions() {
        List<SessionView> views = new ArrayList<>();
        List<Round> rounds = start(_ -> true, false);
        rounds.forEach(round -> views.addAll(round.await()));
        return views;
    }

    @Override
    public List<SessionView> session(long number) {
        List<SessionView> views = new ArrayList<>();
        List<Round> rounds = start(session -> session.number() == number, false);
        rounds.forEach(round -> views.addAll(round.await()));
        return views;
    }

    @Override
    public boolean shutDown(long number) {
        boolean found = false;
        for (Round round : start(session -> session.number() == number, true)) {
            found |= !round.await().isEmpty();
        }
        return found;
    }

    private List<Round> start(Predicate<LiveSession> wanted, boolean ending) {
        List<Round> rounds =
                contexts.get().stream().map(each -> new Round(each, wanted, ending)).toList();
        rounds.forEach(Round::start);
        return rounds;
    }

    /** One look at the sessions of one loop. Its fields but the result belong to the loop. */
    private static final class Round implements Runnable {
        private final SessionContext context;
        private final Predicate<LiveSession> wanted;
        private final boolean ending;
        private final List<SessionView> views = new ArrayList<>();
        private final CompletableFuture<List<SessionView>> result = new CompletableFuture<>();
        private List<LiveSession> sessions = List.of();
        private int next;

        Round(SessionContext context, Predicate<LiveSession> wanted, boolean ending) {
            this.context = context;
            this.wanted = wanted;
            this.ending = ending;
        }

        void start() {
            turn(
                    () -> {
                        sessions = LiveSessions.of(context).all();
                        run();
                    });
        }

        /** Sessions that have ended since the start of the round have no view any more. */
        @Override
        public void run() {
            int end = Math.min(sessions.size(), next + SESSIONS_PER_TURN);
            for (; next < end; next++) {
                look(sessions.get(next));
            }
            if (next < sessions.size()) {
                turn(this);
            } else {
                result.complete(views);
            }
        }

        private void look(LiveSession session) {
            SessionView view = wanted.test(session) ? session.view() : null;
            if (view != null) {
                views.add(view);
                if (ending) {
                    session.shutDown(ErrorKind.KILLED);
                }
            }
        }

        private void turn(Runnable task) {
            Loop loop = context.loop();
            try {
                loop.execute(task);
            } catch (RejectedExecutionException stopped) {
                result.complete(List.of());
            }
        }

        /** What was found; nothing of a loop that does not answer. */
        List<SessionView> await() {
            try {
                return result.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warn("loop {} does not tell its sessions", context.loop().index());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a round is never completed by a failure", e);
            }
            return List.of();
        }
    }
}
