package io.aplomb.proxy.check;

import io.aplomb.proxy.health.CheckStatus;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.HexFormat;

/**
 * {@code option ssl-hello-chk}: a client hello of SSLv3, to which any TLS server answers with a
 * handshake record or an alert. Nothing is encrypted.
 */
final class SslHello {

    private static final int HANDSHAKE_RECORD = 0x16;
    private static final int ALERT_RECORD = 0x15;

    /** Record and hello with the cipher suites HAProxy sends; the time and the chance are zero. */
    private static final byte[] HELLO =
            HexFormat.of()
                    .parseHex(
                            "16030000790100007503000000000048415050524f585953534c43484b0a0a0a0a"
                                    + "0a0a0a0a0a0a0a0a00004e00010002000300040005000600070008000900"
                                    + "0a000b000c000d000e000f0010001100120013001400150016001700180"
                                    + "019001a001b002f00300031003200330034003500360037003800390"
                                    + "03a0100");

    private SslHello() {}

    static void exchange(CheckConnection connection) throws CheckFailure {
        connection.send(HELLO);
        byte[] answer = new byte[1];
        try {
            int read = connection.read(answer, 0);
            int type = answer[0] & 0xFF;
            if (read < 1 || (type != HANDSHAKE_RECORD && type != ALERT_RECORD)) {
                throw new CheckFailure(CheckStatus.L6_RESPONSE, "");
            }
        } catch (SocketTimeoutException e) {
            throw new CheckFailure(CheckStatus.L6_TIMEOUT, "");
        } catch (IOException e) {
            throw new CheckFailure(CheckStatus.L6_RESPONSE, CheckConnection.words(e));
        }
    }
}
