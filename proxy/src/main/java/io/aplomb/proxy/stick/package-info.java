/**
 * Stick tables (HAProxy manual 11.1 and keyword {@code stick-table}): keys with counters that
 * expire. Shared by all event loops, under one short lock a table; time comes from a supplier.
 */
@NullMarked
package io.aplomb.proxy.stick;

import org.jspecify.annotations.NullMarked;
