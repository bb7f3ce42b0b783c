package io.aplomb.control.store;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * How the nodes know each other: TLS 1.3, both sides with a certificate that the cluster's own
 * authority has signed. Which node of the cluster a certificate was made for is not asked: the
 * authority must sign for nobody else.
 */
public record StoreTls(PrivateKey key, X509Certificate certificate, X509Certificate authority) {}
