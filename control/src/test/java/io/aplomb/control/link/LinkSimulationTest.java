package io.aplomb.control.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two nodes with two networks through storms of cuts, restarts and stalls, on a virtual clock: the
 * decisions and streams are the real ones, connections are queues. Whatever happens, no message
 * comes twice or after a later one, both ends agree where a stream begins, and when the storm is
 * over both are up.
 */
class LinkSimulationTest {
    private static final int SEEDS = 150;
    private static final int LINKS = 2;
    private static final int STORM_MS = 20_000;
    private static final int CALM_MS = 25_000;
    private static final int BEAT_MS = 50;
    private static final LinkSettings SETTINGS = LinkSettings.defaults();

    @Test
    void streamsSurviveEveryStorm_andBothSidesAgreeAfterIt() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new World(seed).run();
            } catch (LinkProtocolException | AssertionError wrong) {
                throw new AssertionError("seed " + seed, wrong);
            }
        }
    }

    /** A frame, or null for the end, on its way. */
    private record Sent(long atMs, @Nullable Frame frame) {}

    /** A connection: what each end has sent to the other. */
    private static final class Wire {
        private final int link;
        private final List<Deque<Sent>> toEnd = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final boolean[] open = {true, true};
        private final boolean[] greeted = new boolean[2];
        private final BeatClock[] beats = new BeatClock[2];

        Wire(int link) {
            this.link = link;
        }
    }

    /** One node. */
    private static final class Side {
        private final int end;
        private final long incarnation;
        private final PeerWatch watch = new PeerWatch(SETTINGS);
        private final OutboundStream out = new OutboundStream();
        private final InboundStream in = new InboundStream(SETTINGS.messageBytes());
        private final @Nullable Wire[] wires = new Wire[LINKS];
        private final List<Wire> strangers = new ArrayList<>();
        private @Nullable Wire carrier;
        private boolean up;
        private long stalledUntilMs;
        private long stalledMs;
        private long lastReceived;

        Side(int end, long incarnation) {
            this.end = end;
            this.incarnation = incarnation;
        }
    }

    private static final class World {
        private final Random random;
        private final boolean[][] cut = new boolean[LINKS][2];
        private final Side[] sides = new Side[2];
        private final List<Wire> wires = new ArrayList<>();
        private long nowMs;
        private long messages;
        private long incarnations;

        World(int seed) {
            random = new Random(seed);
            sides[0] = new Side(0, ++incarnations);
            sides[1] = new Side(1, ++incarnations);
        }

        void run() throws Exception {
            while (nowMs < STORM_MS) {
                if (random.nextInt(150) == 0) {
                    misfortune();
                }
                step();
            }
            for (boolean[] link : cut) {
                link[0] = false;
                link[1] = false;
            }
            while (nowMs < STORM_MS + CALM_MS) {
                step();
            }
            assertThat(sides[0].up).as("first side").isTrue();
            assertThat(sides[1].up).as("second side").isTrue();
            assertThat(messages).isGreaterThan(100);
            assertThat(sides[0].out.heldBytes()).isLessThan(100_000);
        }

        private void misfortune() {
            int end = random.nextInt(2);
            switch (random.nextInt(12)) {
                case 0 -> restart(end);
                case 1 -> {
                    sides[end].stalledMs = 30 + random.nextInt(800);
                    sides[end].stalledUntilMs = nowMs + sides[end].stalledMs;
                }
                case 2, 3 -> {
                    Wire wire = sides[end].wires[random.nextInt(LINKS)];
                    if (wire != null) { // as something on the way may do
                        wire.toEnd.get(0).add(new Sent(nowMs, null));
                        wire.toEnd.get(1).add(new Sent(nowMs, null));
                    }
                }
                case 4, 5, 6 -> cut[random.nextInt(LINKS)][end] = true;
                default -> cut[random.nextInt(LINKS)][end] = false;
            }
        }

        private void restart(int end) {
            Side dead = sides[end];
            for (Wire wire : wires) {
                close(dead, wire);
            }
            sides[end] = new Side(end, ++incarnations);
        }

        private void step() throws LinkProtocolException {
            nowMs++;
            for (int link = 0; link < LINKS; link++) {
                if (sides[0].wires[link] == null
                        && !cut[link][0]
                        && !cut[link][1]
                        && running(sides[0])
                        && running(sides[1])
                        && nowMs % 5 == 0) {
                    connect(link);
                }
            }
            for (Side side : sides) {
                if (running(side)) {
                    if (side.stalledMs > 0) {
                        apply(side, new PeerInput.Stalled(ns(side.stalledMs)));
                        side.stalledMs = 0;
                    }
                    work(side);
                }
            }
            wires.removeIf(wire -> !wire.open[0] && !wire.open[1]);
        }

        private boolean running(Side side) {
            return nowMs >= side.stalledUntilMs;
        }

        private void connect(int link) {
            Wire wire = new Wire(link);
            wires.add(wire);
            sides[0].wires[link] = wire;
            sides[1].strangers.add(wire);
            for (Side side : sides) {
                send(side, wire, new Frame.Hello(link, side.incarnation, side.watch.session()));
            }
        }

        private void work(Side side) throws LinkProtocolException {
            for (Wire wire : List.copyOf(wires)) {
                deliver(side, wire);
            }
            if (nowMs % BEAT_MS == side.end * 20) {
                beat(side);
            }
            if (ns(nowMs) >= side.watch.deadlineNs()) {
                apply(side, new PeerInput.Tick());
            }
            if (side.up && random.nextInt(20) == 0) {
                messages++;
                side.out.offer(message(side.incarnation, messages));
            }
            pump(side);
        }

        private void deliver(Side side, Wire wire) throws LinkProtocolException {
            Deque<Sent> queue = wire.toEnd.get(side.end);
            while (wire.open[side.end]
                    && !queue.isEmpty()
                    && queue.element().atMs() <= nowMs
                    && !cut[wire.link][side.end]) {
                Frame frame = queue.remove().frame();
                if (frame == null) {
                    ended(side, wire);
                } else {
                    received(side, wire, frame);
                }
            }
        }

        private void ended(Side side, Wire wire) {
            close(side, wire);
            side.strangers.remove(wire);
            if (side.wires[wire.link] == wire) {
                side.wires[wire.link] = null;
                if (wire.greeted[side.end]) {
                    apply(side, new PeerInput.Closed(wire.link));
                }
            }
        }

        private void received(Side side, Wire wire, Frame frame) throws LinkProtocolException {
            int link = wire.link;
            switch (frame) {
                case Frame.Hello hello -> greeted(side, wire, hello);
                case Frame.Beat beat -> {
                    long confirmed = wire.beats[side.end].heard(beat, ns(nowMs));
                    side.out.confirmed(beat.expected());
                    apply(side, new PeerInput.Heard(link, beat.ready(), confirmed));
                }
                case Frame.Chunk chunk -> {
                    apply(side, new PeerInput.Talked(link));
                    assertThat(side.up).as("a message to one who is not ready").isTrue();
                    var message = side.in.accept(chunk);
                    if (message.isPresent()) {
                        check(side, message.get());
                    }
                }
                case Frame.Unheard() -> apply(side, new PeerInput.Unheard(link));
                case Frame.Goodbye() -> apply(side, new PeerInput.Goodbye());
            }
        }

        private void greeted(Side side, Wire wire, Frame.Hello hello) {
            int link = wire.link;
            side.strangers.remove(wire);
            Wire before = side.wires[link];
            if (side.watch.isStale(hello.incarnation(), hello.session())) {
                close(side, wire);
                if (before == wire) {
                    side.wires[link] = null;
                }
                return;
            }
            if (before != null && before != wire) {
                close(side, before);
            }
            side.wires[link] = wire;
            wire.greeted[side.end] = true;
            wire.beats[side.end] = new BeatClock(SETTINGS.beatNs(), ns(nowMs));
            apply(side, new PeerInput.Connected(link, hello.incarnation(), hello.session()));
            beat(side);
        }

        private static void check(Side side, byte[] message) {
            ByteBuffer read = ByteBuffer.wrap(message);
            long number = read.getLong();
            assertThat(number).as("order").isGreaterThan(side.lastReceived);
            side.lastReceived = number;
            assertThat(message.length).isEqualTo(length(number));
        }

        private static byte[] message(long incarnation, long number) {
            return ByteBuffer.allocate(length(number)).putLong(number).putLong(incarnation).array();
        }

        private static int length(long number) {
            return (int) (16 + number * 7919 % 30_000);
        }

        private void beat(Side side) {
            for (Wire wire : side.wires) {
                if (wire != null && wire.greeted[side.end]) {
                    send(
                            side,
                            wire,
                            wire.beats[side.end].next(
                                    side.watch.isReady() || side.up,
                                    1,
                                    side.in.expected(),
                                    new byte[0],
                                    ns(nowMs)));
                }
            }
        }

        private void pump(Side side) {
            Wire chosen = null;
            for (int link = LINKS - 1; link >= 0; link--) {
                Wire wire = side.wires[link];
                if (wire != null && wire.greeted[side.end] && side.watch.isUp(link)) {
                    chosen = wire;
                }
            }
            if (!side.up || chosen == null) {
                return;
            }
            if (chosen != side.carrier) {
                side.carrier = chosen;
                side.out.rewind();
            }
            for (int i = 0; i < 2; i++) {
                Frame.Chunk chunk = side.out.take();
                if (chunk != null) {
                    byte[] alone = new byte[chunk.length()];
                    System.arraycopy(chunk.bytes(), chunk.from(), alone, 0, chunk.length());
                    send(
                            side,
                            chosen,
                            new Frame.Chunk(chunk.number(), chunk.last(), alone, 0, alone.length));
                }
            }
        }

        private void send(Side side, Wire wire, @Nullable Frame frame) {
            if (wire.open[side.end]) {
                wire.toEnd.get(1 - side.end).add(new Sent(nowMs + 1 + random.nextInt(4), frame));
            }
        }

        private void close(Side side, Wire wire) {
            send(side, wire, null);
            wire.open[side.end] = false;
        }

        private void apply(Side side, PeerInput input) {
            for (PeerEffect effect : side.watch.on(input, ns(nowMs))) {
                switch (effect) {
                    case PeerEffect.Up() -> side.up = true;
                    case PeerEffect.Down _ -> down(side);
                    case PeerEffect.Drop(int link) -> {
                        Wire wire = side.wires[link];
                        if (wire != null) {
                            side.wires[link] = null;
                            send(side, wire, new Frame.Unheard());
                            close(side, wire);
                        }
                    }
                    case PeerEffect.Ready() -> beat(side);
                    case PeerEffect.Suspect _,
                            PeerEffect.Cleared _,
                            PeerEffect.LinkUp _,
                            PeerEffect.LinkDown _ -> {}
                }
            }
        }

        private void down(Side side) {
            side.up = false;
            side.carrier = null;
            side.in.clear();
            side.out.clear();
            for (int link = 0; link < LINKS; link++) {
                Wire wire = side.wires[link];
                if (wire != null && !wire.greeted[side.end]) {
                    close(side, wire);
                    side.wires[link] = null;
                }
            }
            side.strangers.forEach(wire -> close(side, wire));
            side.strangers.clear();
        }
    }

    private static long ns(long ms) {
        return Duration.ofMillis(ms).toNanos();
    }
}
