package io.aplomb.control.enrol;

import java.io.IOException;
import java.util.Optional;

/**
 * First words on a connection.
 *
 * <pre>
 *   client                                server
 *   Opening(name, token's name or none)
 *                                         Verdict(ok or why not, name)
 *   with a token:
 *   first message of the proof            first message
 *   second                                second
 *   confirmation
 *                                         Verdict(ok or why not, name), confirmation
 * </pre>
 *
 * @param host the client's own name
 * @param token the name of the token that both are to prove; none when the client says that the
 *     server knows it
 */
record EnrolOpening(String host, Optional<String> token) {

    private static final int VERSION = 1;

    byte[] encoded() {
        return EnrolCodec.octets(
                out -> {
                    out.writeByte(VERSION);
                    EnrolCodec.text(out, host);
                    out.writeBoolean(token.isPresent());
                    EnrolCodec.text(out, token.orElse(""));
                });
    }

    static EnrolOpening decoded(byte[] octets) throws IOException {
        return EnrolCodec.read(
                octets,
                in -> {
                    if (in.readUnsignedByte() != VERSION) {
                        throw new EnrolException(
                                EnrolException.Reason.PROTOCOL, "another version of Aplomb");
                    }
                    String host = EnrolCodec.text(in);
                    boolean withToken = in.readBoolean();
                    String token = EnrolCodec.text(in);
                    return new EnrolOpening(
                            host, withToken ? Optional.of(token) : Optional.empty());
                });
    }

    /**
     * What the server says to it.
     *
     * @param refusal why not; empty for yes
     * @param host the server's own name
     * @param confirmation of the proof; empty before it
     */
    record Verdict(Optional<EnrolException.Reason> refusal, String host, byte[] confirmation) {

        byte[] encoded() {
            return EnrolCodec.octets(
                    out -> {
                        EnrolCodec.text(out, refusal.map(Enum::name).orElse(""));
                        EnrolCodec.text(out, host);
                        EnrolCodec.bytes(out, confirmation);
                    });
        }

        static Verdict decoded(byte[] octets) throws IOException {
            return EnrolCodec.read(
                    octets,
                    in -> {
                        String reason = EnrolCodec.text(in);
                        String host = EnrolCodec.text(in);
                        return new Verdict(reason(reason), host, EnrolCodec.bytes(in));
                    });
        }

        private static Optional<EnrolException.Reason> reason(String name) {
            if (name.isEmpty()) {
                return Optional.empty();
            }
            for (EnrolException.Reason reason : EnrolException.Reason.values()) {
                if (reason.name().equals(name)) {
                    return Optional.of(reason);
                }
            }
            return Optional.of(EnrolException.Reason.PROTOCOL);
        }
    }
}
