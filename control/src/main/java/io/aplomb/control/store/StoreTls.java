package io.aplomb.control.store;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

/**
 * How the nodes know each other: TLS 1.3, both sides with a certificate that the cluster's own
 * authority has signed. Which node of the cluster a certificate was made for is not asked: the
 * authority must sign for nobody else.
 *
 * @param current the certificate for the key, asked for at each handshake: a renewed one is shown
 *     from the next connection on
 */
public record StoreTls(
        PrivateKey key, Supplier<X509Certificate> current, X509Certificate authority) {}
