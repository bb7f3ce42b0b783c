package io.aplomb.model.proxy;

import io.aplomb.sample.SampleExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code server ... ssl} settings.
 *
 * @param verify whether the server's certificate must be signed by {@code caFile}
 * @param verifyHost name the certificate must carry; null: the SNI sent, if any
 */
public record TlsClient(
        boolean verify,
        @Nullable String caFile,
        @Nullable String crlFile,
        @Nullable String verifyHost,
        @Nullable String certificate,
        @Nullable SampleExpression sni,
        List<String> alpn,
        @Nullable String ciphers,
        @Nullable String ciphersuites,
        @Nullable String minVersion,
        @Nullable String maxVersion,
        boolean noReuse) {

    public TlsClient {
        alpn = List.copyOf(alpn);
    }
}
