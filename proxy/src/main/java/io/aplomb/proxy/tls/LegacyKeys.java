package io.aplomb.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Wraps the key forms of older OpenSSL releases into PKCS#8 (RFC 5208), the only one the JDK reads.
 */
final class LegacyKeys {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE_TAG = 0xA0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** rsaEncryption with its NULL parameters (RFC 8017, appendix A.1). */
    private static final byte[] RSA_ALGORITHM = {
        0x30,
        0x0D,
        0x06,
        0x09,
        0x2A,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xF7,
        0x0D,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    /** id-ecPublicKey (RFC 5480, section 2.1.1). */
    private static final byte[] EC_KEY_OID = {
        0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
    };

    private LegacyKeys() {}

    /** From {@code RSA PRIVATE KEY} (RFC 8017, appendix A.1.2). */
    static byte[] fromPkcs1(byte[] der) {
        return element(SEQUENCE, concat(VERSION_0, RSA_ALGORITHM, element(OCTET_STRING, der)));
    }

    /**
     * From {@code EC PRIVATE KEY} (RFC 5915), which names its curve in element [0].
     *
     * @throws GeneralSecurityException when it does not
     */
    static byte[] fromSec1(byte[] der) throws GeneralSecurityException {
        byte[] algorithm = element(SEQUENCE, concat(EC_KEY_OID, curveOf(der)));
        return element(SEQUENCE, concat(VERSION_0, algorithm, element(OCTET_STRING, der)));
    }

    private static byte[] curveOf(byte[] der) throws GeneralSecurityException {
        int at = contentStart(der, 0);
        while (at < der.length) {
            int start = contentStart(der, at);
            int end = start + contentLength(der, at);
            if (end > der.length) {
                break;
            }
            if ((der[at] & 0xFF) == CURVE_TAG) {
                return Arrays.copyOfRange(der, start, end);
            }
            at = end;
        }
        throw new GeneralSecurityException("the EC private key does not name its curve");
    }

    private static int contentStart(byte[] der, int at) throws GeneralSecurityException {
        int first = lengthOctet(der, at);
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int contentLength(byte[] der, int at) throws GeneralSecurityException {
        int first = lengthOctet(der, at);
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | lengthOctet(der, at + 1 + i);
        }
        return length;
    }

    private static int lengthOctet(byte[] der, int at) throws GeneralSecurityException {
        if (at + 1 >= der.length) {
            throw new GeneralSecurityException("the private key is cut short");
        }
        return der[at + 1] & 0xFF;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
