/** How the cluster is, as Pacemaker's crm_mon and pcs tell it, and as a live view. */
@NullMarked
package io.aplomb.app.cluster.monitor;

import org.jspecify.annotations.NullMarked;
