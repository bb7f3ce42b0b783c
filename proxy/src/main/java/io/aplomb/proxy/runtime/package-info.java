/**
 * What is alive of a configuration: proxies, servers, their counters, queues and balancers.
 *
 * <p>A reload builds a new {@link io.aplomb.proxy.runtime.RunningProxies} that takes over counters,
 * health and tables by name; requests in flight finish on the one they began with.
 */
@NullMarked
package io.aplomb.proxy.runtime;

import org.jspecify.annotations.NullMarked;
