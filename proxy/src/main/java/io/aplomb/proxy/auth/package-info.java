/** Users and passwords of the configuration (manual 3.4 and "stats auth"). */
@NullMarked
package io.aplomb.proxy.auth;

import org.jspecify.annotations.NullMarked;
