package io.aplomb.control.layer4;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.Checker.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** {@code DNS_CHECK}: a question over UDP is answered without an error (RFC 1035 section 4.1). */
record DnsCheck(Checker.Dns config) implements Check {

    private static final int HEADER_BYTES = 12;
    private static final int LARGEST_ANSWER = 4096;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int CODE_MASK = 0x000f;
    private static final int CLASS_INTERNET = 1;
    private static final int LARGEST_LABEL = 63;

    @Override
    public Result run() throws IOException {
        int id = ThreadLocalRandom.current().nextInt(1 << 16);
        byte[] question = question(id);
        Target target = config.target();
        try (DatagramSocket socket = socket(target)) {
            socket.connect(
                    new InetSocketAddress(Connections.address(target.address()), target.port()));
            socket.setSoTimeout(Connections.timeoutMs(target));
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[LARGEST_ANSWER], LARGEST_ANSWER);
            socket.receive(answer);
            return judge(id, ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
        }
    }

    private static DatagramSocket socket(Target target) throws IOException {
        IpAddress from = target.bindAddress();
        return from == null && target.bindPort() == 0
                ? new DatagramSocket()
                : new DatagramSocket(
                        new InetSocketAddress(Connections.address(from), target.bindPort()));
    }

    static Result judge(int id, ByteBuffer answer) {
        if (answer.remaining() < HEADER_BYTES) {
            return Result.bad("an answer of " + answer.remaining() + " octets");
        }
        if (Short.toUnsignedInt(answer.getShort(0)) != id) {
            return Result.bad("an answer to another question");
        }
        int flags = Short.toUnsignedInt(answer.getShort(2));
        if ((flags & RESPONSE) == 0) {
            return Result.bad("a question came back");
        }
        int code = flags & CODE_MASK;
        return code == 0 ? Result.good("answered") : Result.bad("answered with error " + code);
    }

    private byte[] question(int id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        shorts(out, id, RECURSION_DESIRED, 1, 0, 0, 0);
        for (String label : config.name().split("\\.")) {
            byte[] octets = label.getBytes(StandardCharsets.UTF_8);
            if (octets.length > LARGEST_LABEL) {
                throw new IOException("a label of more than 63 octets: " + label);
            }
            if (octets.length > 0) {
                out.write(octets.length);
                out.writeBytes(octets);
            }
        }
        out.write(0);
        shorts(out, config.type().number(), CLASS_INTERNET);
        return out.toByteArray();
    }

    private static void shorts(ByteArrayOutputStream out, int... numbers) {
        for (int number : numbers) {
            out.write(number >>> 8);
            out.write(number);
        }
    }
}
