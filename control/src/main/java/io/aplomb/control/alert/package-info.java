/**
 * Tells people and programs what happens in the cluster: scripts, mail, webhooks, SNMP traps. What
 * is told to whom is decided in {@link io.aplomb.cluster.alert}.
 */
@NullMarked
package io.aplomb.control.alert;

import org.jspecify.annotations.NullMarked;
