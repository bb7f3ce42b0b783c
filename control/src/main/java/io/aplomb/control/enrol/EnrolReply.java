package io.aplomb.control.enrol;

/** What the other machine answers. */
public sealed interface EnrolReply {

    /**
     * How a machine stands.
     *
     * @param host its own name
     * @param version of Aplomb
     * @param cluster which it is set up for; empty for none
     * @param running whether its node runs
     * @param enabled whether it starts with the machine
     */
    record Status(String host, String version, String cluster, boolean running, boolean enabled)
            implements EnrolReply {}

    /** The request for a certificate (PKCS #10, DER). */
    record Key(byte[] request) implements EnrolReply {}

    /** It is done. */
    record Done() implements EnrolReply {}

    /** It cannot be done; the reason is for a person. */
    record Refused(String reason) implements EnrolReply {}

    /** What a command line gave. */
    record Output(int exit, String output, String errors) implements EnrolReply {}
}
