/** VRRP advertisements as octets: RFC 9568, RFC 3768, and what keepalived makes of them. */
@NullMarked
package io.aplomb.vrrp.wire;

import org.jspecify.annotations.NullMarked;
