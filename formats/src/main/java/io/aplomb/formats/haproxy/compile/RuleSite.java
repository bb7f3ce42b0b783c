package io.aplomb.formats.haproxy.compile;

import io.aplomb.sample.UsePoint;

/**
 * Where the action being read stands.
 *
 * @param argument what stood in the parentheses of the action's word: the variable of {@code
 *     set-var(txn.name)}; empty when there are none
 */
record RuleSite(ProxyDraft proxy, UsePoint point, String argument) {

    boolean onResponse() {
        return point == UsePoint.RESPONSE;
    }
}
