/**
 * Log lines from event loops to syslog servers, files and terminals without ever making an event
 * loop wait: one bounded queue and one thread a destination; what does not fit is dropped and
 * counted.
 */
@NullMarked
package io.aplomb.proxy.log;

import org.jspecify.annotations.NullMarked;
