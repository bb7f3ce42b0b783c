/**
 * Who is who in a cluster: a certificate authority for that cluster alone, one key and certificate
 * for each node, and TLS that trusts nothing else. docs/cluster-security.md.
 */
@NullMarked
package io.aplomb.control.pki;

import org.jspecify.annotations.NullMarked;
