package io.aplomb.proxy.tls;

/** The JDK's names of cipher suites in OpenSSL's words, which logs and expressions use. */
final class CipherNames {

    private static final int UNKNOWN = -1;

    private CipherNames() {}

    /** TLS 1.3 names are the same in both; older ones lose their prefix and their underscores. */
    static String openSsl(String suite) {
        if (!suite.contains("_WITH_")) {
            return suite;
        }
        String exchange = suite.substring(suite.indexOf('_') + 1, suite.indexOf("_WITH_"));
        String cipher =
                suite.substring(suite.indexOf("_WITH_") + "_WITH_".length())
                        .replace("AES_128", "AES128")
                        .replace("AES_256", "AES256")
                        .replace("CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305")
                        .replace("_CBC", "");
        String prefix = exchange.equals("RSA") ? "" : exchange.replace('_', '-') + "-";
        return prefix + cipher.replace('_', '-');
    }

    static int keyBits(String suite) {
        if (suite.contains("256_GCM") || suite.contains("CHACHA20") || suite.contains("AES_256")) {
            return 256;
        }
        return suite.contains("AES_128") ? 128 : UNKNOWN;
    }
}
