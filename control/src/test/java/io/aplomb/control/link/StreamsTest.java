package io.aplomb.control.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames, and messages cut into them. */
class StreamsTest {
    private static final int LIMIT = 100_000;

    @Test
    void frames_areReadAsWritten() throws Exception {
        List<Frame> frames =
                List.of(
                        new Frame.Hello(7, -3, Long.MAX_VALUE),
                        new Frame.Unheard(),
                        new Frame.Goodbye());
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        frames.forEach(frame -> FrameCodec.write(frame, buffer));
        buffer.flip();
        for (Frame frame : frames) {
            assertThat(FrameCodec.read(buffer)).isEqualTo(frame);
        }
        assertThat(FrameCodec.read(buffer)).isNull();
        var beat = new Frame.Beat(true, 1, 2, 3, 4, 5, new byte[] {6, 7});
        FrameCodec.write(beat, buffer.clear());
        assertThat(FrameCodec.read(buffer.flip())).usingRecursiveComparison().isEqualTo(beat);
    }

    @Test
    void frameInPieces_isAwaited() throws Exception {
        ByteBuffer whole = ByteBuffer.allocate(100);
        FrameCodec.write(new Frame.Hello(1, 2, 3), whole);
        for (int length = 0; length < whole.position(); length++) {
            ByteBuffer piece = ByteBuffer.wrap(whole.array(), 0, length);
            assertThat(FrameCodec.read(piece)).isNull();
            assertThat(piece.position()).isZero();
        }
    }

    @Test
    void garbage_isRefusedByItsHead() {
        for (int head : new int[] {0, 0x02000001, 0x03ffffff, 0x01000011, 0x04000001, 0x7f000000}) {
            ByteBuffer garbage = ByteBuffer.allocate(4).putInt(0, head);
            assertThatThrownBy(() -> FrameCodec.read(garbage))
                    .isInstanceOf(LinkProtocolException.class);
        }
        ByteBuffer otherVersion = ByteBuffer.allocate(22).putInt(0, 0x01000012).put(4, (byte) 2);
        assertThatThrownBy(() -> FrameCodec.read(otherVersion))
                .isInstanceOf(LinkProtocolException.class);
    }

    @Test
    void chanceOctets_areNeverAnythingElseThanFramesOrRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(60)];
            random.nextBytes(octets);
            if (octets.length > 4) {
                octets[0] = (byte) random.nextInt(7);
                octets[1] = 0;
                octets[2] = 0;
            }
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            try {
                while (FrameCodec.read(buffer) != null) {
                    assertThat(buffer.remaining()).isLessThan(octets.length);
                }
            } catch (LinkProtocolException refused) {
                assertThat(refused).hasMessageMatching("(a frame of type|version) .*");
            }
        }
    }

    @Test
    void messages_surviveEveryChangeOfCarrier() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            OutboundStream out = new OutboundStream();
            InboundStream in = new InboundStream(LIMIT);
            List<ByteBuffer> offered = new ArrayList<>();
            List<ByteBuffer> arrived = new ArrayList<>();
            while (arrived.size() < 20) {
                switch (random.nextInt(6)) {
                    case 0 -> {
                        if (offered.size() < 20) {
                            byte[] message = new byte[random.nextInt(40_000)];
                            random.nextBytes(message);
                            offered.add(ByteBuffer.wrap(message));
                            out.offer(message);
                        }
                    }
                    case 1 -> out.rewind();
                    case 2 -> {
                        long held = out.heldBytes();
                        assertThat(held - out.confirmed(in.expected())).isEqualTo(out.heldBytes());
                    }
                    case 3 -> {
                        Frame.Chunk lost = out.take();
                        if (lost != null) {
                            out.rewind();
                        }
                    }
                    default -> {
                        Frame.Chunk chunk = out.take();
                        if (chunk != null) {
                            in.accept(chunk).map(ByteBuffer::wrap).ifPresent(arrived::add);
                        }
                    }
                }
            }
            assertThat(arrived).as("seed %d", seed).isEqualTo(offered);
            out.confirmed(in.expected());
            assertThat(out.heldBytes()).isZero();
        }
    }

    @Test
    void gapsAndBoundlessMessages_areRefused() throws Exception {
        InboundStream in = new InboundStream(LIMIT);
        byte[] bytes = new byte[Frame.Chunk.MAX_BYTES];
        assertThatThrownBy(() -> in.accept(new Frame.Chunk(1, true, bytes, 0, 1)))
                .isInstanceOf(LinkProtocolException.class);
        for (int i = 0; i < LIMIT / bytes.length; i++) {
            assertThat(in.accept(new Frame.Chunk(i, false, bytes, 0, bytes.length))).isEmpty();
        }
        assertThatThrownBy(
                        () ->
                                in.accept(
                                        new Frame.Chunk(
                                                in.expected(), false, bytes, 0, bytes.length)))
                .hasMessageContaining("more than");
    }

    @Test
    void confirmationOfWhatWasNotSent_isRefused() {
        OutboundStream out = new OutboundStream();
        out.offer(new byte[10]);
        assertThatThrownBy(() -> out.confirmed(1)).isInstanceOf(LinkProtocolException.class);
    }

    @Test
    void lostMessages_areCounted() {
        OutboundStream out = new OutboundStream();
        out.offer(new byte[20_000]);
        out.offer(new byte[1]);
        out.take();
        assertThat(out.heldBytes()).isEqualTo(20_001 + 2 * 64);
        assertThat(out.clear()).isEqualTo(2);
        assertThat(out.heldBytes()).isZero();
        assertThat(out.take()).isNull();
    }

    @Test
    void beats_measureRoundTripAndLateness() throws Exception {
        BeatClock here = new BeatClock(50, 0);
        BeatClock there = new BeatClock(50, 0);
        assertThat(here.roundTripNs()).isEqualTo(-1);
        there.heard(here.next(true, 1, 0, new byte[0], 1_000_000), 1_200_000);
        long confirmed = here.heard(there.next(true, 1, 0, new byte[0], 1_205_000), 1_500_000);
        assertThat(confirmed).isEqualTo(1_000_000);
        assertThat(here.roundTripNs()).isEqualTo(495_000);
        assertThat(here.late()).isEqualTo(1);
        assertThatThrownBy(() -> here.heard(new Frame.Beat(true, 2, 2, 0, 2, 0, new byte[0]), 0))
                .isInstanceOf(LinkProtocolException.class);
        assertThatThrownBy(() -> here.heard(new Frame.Beat(true, 4, 1, 0, 2, 0, new byte[0]), 0))
                .isInstanceOf(LinkProtocolException.class);
    }

    @Test
    void pace_countsOnlyWhatIsOverItsTolerance() {
        Pace pace = new Pace(25);
        assertThat(pace.runs(100, 125)).isZero();
        assertThat(pace.runs(100, 126)).isEqualTo(26);
        assertThat(pace.runs(100, 400)).isEqualTo(300);
        assertThat(pace.stalls()).isEqualTo(2);
        assertThat(pace.longestNs()).isEqualTo(300);
    }
}
