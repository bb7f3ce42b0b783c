package io.aplomb.control.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Decides whether a node is there. Pure: (state, input, now) to effects; one for each other node.
 *
 * <h2>Links</h2>
 *
 * A link is up from the exchange of greetings until nothing was heard for the silence, until the
 * other end has confirmed none of our beats for the silence and two beats more (a network that is
 * cut in one direction), or until the connection is closed. Both ends see the same: who loses a
 * link for silence says so before it closes it.
 *
 * <h2>Nodes</h2>
 *
 * <pre>
 *              Connected, damping over, other end ready
 *   down  ------------------------------------------------->  up
 *    ^                                                         |
 *    |  GOODBYE        it says so                              |
 *    |  PROCESS_DEATH  all links closed, a new one refused;    |
 *    |                 or another process answers              |
 *    |  GIVEN_UP       it had given us up                      |
 *    +--SILENCE        no link is left ------------------------+
 * </pre>
 *
 * A closed connection alone is no loss: its link has until the end of its silence to come back.
 *
 * <h2>Eras</h2>
 *
 * A message stream lives from up to down. So that both ends agree on where it begins, each counts
 * how often it has given the other up and says the number in its greeting: another number means
 * that it has begun anew, and so must we. A greeting with a smaller one than known is late ({@link
 * #isStale}).
 *
 * <h2>Damping</h2>
 *
 * A node that is lost again and again counts as up only when it was heard for a while, longer at
 * each loss. Both ends must be ready, so that neither talks to a deaf one.
 */
final class PeerWatch {

    private enum LinkState {
        /** Not there. */
        NONE,
        /** Works. */
        UP,
        /** Closed from outside; may come back until its silence is over. */
        CLOSED,
        /** Closed, and nobody listens at the other end; until its silence is over. */
        REFUSED
    }

    private static final class Link {
        private LinkState state = LinkState.NONE;
        private long heardNs;
        private long confirmedNs;
    }

    /** More losses than this make no difference to the damping. */
    private static final int MOST_LOSSES = 16;

    /** Processes of the past whose greetings may still be on their way. */
    private static final int MOST_REPLACED = 16;

    private LinkSettings settings;
    private final List<Link> links = new ArrayList<>();
    private final Deque<Long> replaced = new ArrayDeque<>();
    private final Deque<Long> losses = new ArrayDeque<>();

    private boolean up;
    private boolean suspect;
    private boolean ready;
    private boolean otherReady;
    private long session;

    private boolean eraKnown;
    private long otherIncarnation;
    private long otherSession;

    private boolean steady;
    private long steadySinceNs;
    private long dampingNs;
    private long heardNs;

    PeerWatch(LinkSettings settings) {
        this.settings = settings;
        for (int link = 0; link < Peer.MAX_LINKS; link++) {
            links.add(new Link());
        }
    }

    /** Other times from now on. */
    void become(LinkSettings next) {
        settings = next;
    }

    boolean isUp() {
        return up;
    }

    boolean isSuspect() {
        return suspect;
    }

    /** Whether beats should say that we are ready to count the node as up. */
    boolean isReady() {
        return ready;
    }

    boolean isUp(int link) {
        return links.get(link).state == LinkState.UP;
    }

    /** How often this node has given the other up. */
    long session() {
        return session;
    }

    /**
     * Whether a greeting was overtaken by a newer one on another connection: the other end has
     * closed its connection since, and it must not be taken for the beginning of an era.
     */
    boolean isStale(long incarnation, long ofSession) {
        return replaced.contains(incarnation)
                || (incarnation == otherIncarnation && ofSession < otherSession);
    }

    /** Nanoseconds since a link was heard. */
    long silentNs(int link, long nowNs) {
        return nowNs - links.get(link).heardNs;
    }

    /** What comes of an input. */
    List<PeerEffect> on(PeerInput input, long nowNs) {
        List<PeerEffect> effects = new ArrayList<>();
        switch (input) {
            case PeerInput.Connected connected -> connected(connected, nowNs, effects);
            case PeerInput.Heard heard -> heard(heard, nowNs);
            case PeerInput.Talked talked -> talked(talked, nowNs);
            case PeerInput.Closed closed -> closed(closed.link(), effects);
            case PeerInput.Refused refused -> refused(refused.link());
            case PeerInput.Garbled(int link) -> lose(link, LinkLoss.GARBLED, effects);
            case PeerInput.Unheard(int link) -> lose(link, LinkLoss.UNHEARD, effects);
            case PeerInput.Withdrawn(int link) -> lose(link, LinkLoss.REMOVED, effects);
            case PeerInput.Goodbye() -> {
                if (up) {
                    giveUp(DownCause.GOODBYE, nowNs, effects);
                }
            }
            case PeerInput.Stalled(long byNs) -> stalled(byNs, nowNs);
            case PeerInput.Tick() -> {} // the judgement below is what it is for
        }
        judge(nowNs, effects);
        return effects;
    }

    private void connected(PeerInput.Connected input, long nowNs, List<PeerEffect> effects) {
        boolean otherProcess = eraKnown && input.incarnation() != otherIncarnation;
        boolean givenUp = eraKnown && !otherProcess && input.session() != otherSession;
        if (otherProcess || givenUp) {
            closed(input.link(), effects); // its place has been taken: there is nothing to drop
            links.get(input.link()).state = LinkState.NONE;
            if (up) {
                down(otherProcess ? DownCause.PROCESS_DEATH : DownCause.GIVEN_UP, nowNs, effects);
            }
            dropOthers(input.link(), effects);
            otherReady = false;
        }
        if (otherIncarnation != input.incarnation()) {
            replace(otherIncarnation);
        }
        eraKnown = true;
        otherIncarnation = input.incarnation();
        otherSession = input.session();
        Link link = links.get(input.link());
        boolean was = link.state == LinkState.UP;
        link.state = LinkState.UP;
        link.heardNs = nowNs;
        link.confirmedNs = nowNs;
        heardNs = nowNs;
        if (!was) {
            effects.add(new PeerEffect.LinkUp(input.link()));
        }
    }

    private void replace(long incarnation) {
        replaced.add(incarnation);
        if (replaced.size() > MOST_REPLACED) {
            long _ = replaced.remove();
        }
    }

    /** Connections of an earlier era end; the one that told of the new era stays. */
    private void dropOthers(int except, List<PeerEffect> effects) {
        for (int link = 0; link < links.size(); link++) {
            if (link != except) {
                lose(link, LinkLoss.CLOSED, effects);
                links.get(link).state = LinkState.NONE;
            }
        }
    }

    private void heard(PeerInput.Heard input, long nowNs) {
        Link link = links.get(input.link());
        if (link.state == LinkState.UP) {
            link.heardNs = nowNs;
            link.confirmedNs = Math.max(link.confirmedNs, input.confirmedNs());
            heardNs = nowNs;
            otherReady = otherReady || input.ready();
        }
    }

    private void talked(PeerInput.Talked input, long nowNs) {
        Link link = links.get(input.link());
        if (link.state == LinkState.UP) {
            link.heardNs = nowNs;
            heardNs = nowNs;
            otherReady = true;
        }
    }

    private void closed(int number, List<PeerEffect> effects) {
        Link link = links.get(number);
        if (link.state == LinkState.UP) {
            link.state = LinkState.CLOSED;
            effects.add(new PeerEffect.LinkDown(number, LinkLoss.CLOSED));
        }
    }

    private void refused(int number) {
        Link link = links.get(number);
        if (link.state == LinkState.CLOSED) {
            link.state = LinkState.REFUSED;
        }
    }

    private void lose(int number, LinkLoss why, List<PeerEffect> effects) {
        Link link = links.get(number);
        if (link.state == LinkState.UP) {
            link.state = LinkState.NONE;
            effects.add(new PeerEffect.LinkDown(number, why));
            effects.add(new PeerEffect.Drop(number));
        }
    }

    /** What was not heard while we did not listen was perhaps said. */
    private void stalled(long byNs, long nowNs) {
        for (Link link : links) {
            link.heardNs = Math.min(nowNs, link.heardNs + byNs);
            link.confirmedNs = Math.min(nowNs, link.confirmedNs + byNs);
        }
        heardNs = Math.min(nowNs, heardNs + byNs);
        steadySinceNs = Math.min(nowNs, steadySinceNs + byNs);
    }

    private void judge(long nowNs, List<PeerEffect> effects) {
        for (int number = 0; number < links.size(); number++) {
            judgeLink(number, nowNs, effects);
        }
        if (up) {
            judgeUp(nowNs, effects);
        } else {
            judgeDown(nowNs, effects);
        }
    }

    private void judgeLink(int number, long nowNs, List<PeerEffect> effects) {
        Link link = links.get(number);
        switch (link.state) {
            case NONE -> {}
            case UP -> {
                if (nowNs - link.heardNs >= settings.silenceNs()) {
                    lose(number, LinkLoss.SILENT, effects);
                } else if (nowNs - link.confirmedNs >= unheardNs()) {
                    lose(number, LinkLoss.UNHEARD, effects);
                }
            }
            case CLOSED, REFUSED -> {
                if (nowNs - link.heardNs >= settings.silenceNs()) {
                    link.state = LinkState.NONE;
                }
            }
        }
    }

    private void judgeUp(long nowNs, List<PeerEffect> effects) {
        if (!any(LinkState.UP)) {
            if (any(LinkState.REFUSED)) {
                giveUp(DownCause.PROCESS_DEATH, nowNs, effects);
            } else if (!any(LinkState.CLOSED)) {
                giveUp(DownCause.SILENCE, nowNs, effects);
            }
        }
        boolean doubtful = up && nowNs - heardNs >= settings.silenceNs() / 2;
        if (doubtful && !suspect) {
            effects.add(new PeerEffect.Suspect());
        } else if (up && !doubtful && suspect) {
            effects.add(new PeerEffect.Cleared());
        }
        suspect = doubtful;
    }

    private void judgeDown(long nowNs, List<PeerEffect> effects) {
        if (!any(LinkState.UP)) {
            steady = false;
            ready = false;
            otherReady = false;
            return;
        }
        if (!steady) {
            steady = true;
            steadySinceNs = nowNs;
        }
        if (!ready && nowNs - steadySinceNs >= dampingNs) {
            ready = true;
            effects.add(new PeerEffect.Ready());
        }
        if (ready && otherReady) {
            up = true;
            effects.add(new PeerEffect.Up());
        }
    }

    /** A decision of ours that the other end may not know of. */
    private void giveUp(DownCause cause, long nowNs, List<PeerEffect> effects) {
        session++;
        down(cause, nowNs, effects);
    }

    private void down(DownCause cause, long nowNs, List<PeerEffect> effects) {
        up = false;
        suspect = false;
        ready = false;
        otherReady = false;
        steady = false;
        eraKnown = false;
        if (cause != DownCause.GOODBYE) {
            countLoss(nowNs);
        }
        effects.add(new PeerEffect.Down(cause, nowNs - heardNs));
        for (int link = 0; link < links.size(); link++) {
            lose(link, LinkLoss.CLOSED, effects);
            links.get(link).state = LinkState.NONE;
        }
    }

    private void countLoss(long nowNs) {
        losses.add(nowNs);
        while (losses.size() > MOST_LOSSES
                || nowNs - losses.element() > LinkSettings.DAMPING_WINDOW.toNanos()) {
            long _ = losses.remove();
        }
        int again = losses.size() - 1;
        dampingNs =
                again == 0
                        ? 0
                        : Math.min(
                                settings.damping().toNanos() << (again - 1),
                                LinkSettings.MOST_DAMPING.toNanos());
    }

    /**
     * When {@link PeerInput.Tick} is needed next, if nothing else comes; nanoseconds, {@link
     * Long#MAX_VALUE} for never.
     */
    long deadlineNs() {
        long next = Long.MAX_VALUE;
        for (Link link : links) {
            next =
                    switch (link.state) {
                        case NONE -> next;
                        case UP ->
                                Math.min(
                                        next,
                                        Math.min(
                                                link.heardNs + settings.silenceNs(),
                                                link.confirmedNs + unheardNs()));
                        case CLOSED, REFUSED -> Math.min(next, link.heardNs + settings.silenceNs());
                    };
        }
        if (up && !suspect) {
            next = Math.min(next, heardNs + settings.silenceNs() / 2);
        }
        if (!up && steady && !ready) {
            next = Math.min(next, steadySinceNs + dampingNs);
        }
        return next;
    }

    /** A beat is confirmed by a beat, so a working link is that much later. */
    private long unheardNs() {
        return settings.silenceNs() + 2 * settings.beatNs();
    }

    private boolean any(LinkState state) {
        return links.stream().anyMatch(link -> link.state == state);
    }
}
