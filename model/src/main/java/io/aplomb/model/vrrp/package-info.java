/**
 * What a keepalived configuration means: virtual routers, what they watch, whom they tell, and the
 * virtual servers of the kernel; immutable and free of the language it was written in.
 *
 * <p>Everything inherited is resolved: an instance holds the value that counts for it, whether it
 * was written there or in {@code global_defs}. Durations are nanoseconds in {@code ...Ns}
 * components. A component is {@code @Nullable} when the configuration may leave it out and no
 * default value would say the same.
 */
@NullMarked
package io.aplomb.model.vrrp;

import org.jspecify.annotations.NullMarked;
