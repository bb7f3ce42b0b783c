/**
 * TLS on both sides: certificates from PEM files, the choice by server name, what expressions may
 * read of a handshake. The protocol itself is BoringSSL's through netty-tcnative, or the JDK's
 * where that library does not load.
 */
@NullMarked
package io.aplomb.proxy.tls;

import org.jspecify.annotations.NullMarked;
