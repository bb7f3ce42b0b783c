/** {@code aplomb vrrp}: keepalived's command line and the life of its process. */
@NullMarked
package io.aplomb.app.vrrp;

import org.jspecify.annotations.NullMarked;
