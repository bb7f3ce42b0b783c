/** How the virtual IPs stand, for people, scripts and monitors. Pure. */
@NullMarked
package io.aplomb.control.vip.report;

import org.jspecify.annotations.NullMarked;
