package io.aplomb.control.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The file of a snapshot: the sessions and the machine, deflated, with a checksum over all. */
record Snapshot(byte[] sessions, byte[] machine) {
    private static final int MAGIC = 0x41504c31; // APL1
    private static final int CRC_AT = Integer.BYTES;
    private static final int HEAD_LENGTH = 4 * Integer.BYTES;

    byte[] encode() {
        ByteBuffer both =
                ByteBuffer.allocate(sessions.length + machine.length).put(sessions).put(machine);
        byte[] deflated = Envelope.deflate(both.array());
        byte[] out =
                ByteBuffer.allocate(HEAD_LENGTH + deflated.length)
                        .putInt(MAGIC)
                        .putInt(0)
                        .putInt(sessions.length)
                        .putInt(machine.length)
                        .put(deflated)
                        .array();
        ByteBuffer.wrap(out).putInt(CRC_AT, crc(out));
        return out;
    }

    /**
     * @throws IOException when the octets are not what was written
     */
    static Snapshot decode(byte[] octets) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(octets);
            int magic = in.getInt();
            int crc = in.getInt();
            int sessionsLength = in.getInt();
            int machineLength = in.getInt();
            byte[] deflated = new byte[in.remaining()];
            in.get(deflated);
            if (magic != MAGIC || crc != crc(octets)) {
                throw new IOException("the snapshot is damaged");
            }
            byte[] both = Envelope.inflate(deflated, sessionsLength + machineLength);
            return new Snapshot(
                    Arrays.copyOf(both, sessionsLength),
                    Arrays.copyOfRange(both, sessionsLength, sessionsLength + machineLength));
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new IOException("the snapshot is damaged", broken);
        }
    }

    /** Of all behind the checksum. */
    private static int crc(byte[] octets) {
        CRC32C checksum = new CRC32C();
        checksum.update(octets, CRC_AT + Integer.BYTES, octets.length - CRC_AT - Integer.BYTES);
        return (int) checksum.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that
                && Arrays.equals(sessions, that.sessions)
                && Arrays.equals(machine, that.machine);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(machine);
    }
}
