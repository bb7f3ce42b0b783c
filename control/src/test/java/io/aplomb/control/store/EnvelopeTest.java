package io.aplomb.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    @Test
    void decoded_isWhatWasEncoded() {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 4095, 4096, 100_000}) {
            byte[] chance = new byte[length];
            random.nextBytes(chance);
            for (byte[] command : new byte[][] {chance, new byte[length]}) {
                Envelope envelope = new Envelope(-1, Long.MAX_VALUE, 3, command);
                assertThat(Envelope.decode(ByteBuffer.wrap(envelope.encode()))).isEqualTo(envelope);
            }
        }
    }

    @Test
    void largeCommand_isDeflated() {
        assertThat(new Envelope(1, 2, 3, new byte[3_000_000]).encode()).hasSizeLessThan(20_000);
    }

    @Test
    void snapshot_damagedAnywhere_isRefused() throws IOException {
        byte[] good = new Snapshot(new byte[] {1, 2, 3}, new byte[1000]).encode();
        assertThat(Snapshot.decode(good))
                .isEqualTo(new Snapshot(new byte[] {1, 2, 3}, new byte[1000]));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x20;
            int at = i;
            assertThatThrownBy(() -> Snapshot.decode(bad))
                    .as("octet %d", at)
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Snapshot.decode(Arrays.copyOf(good, at)))
                    .isInstanceOf(IOException.class);
        }
    }
}
