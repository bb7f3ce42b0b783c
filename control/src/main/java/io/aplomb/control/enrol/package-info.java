/**
 * How a machine gets into a cluster, and takes orders while it is in none: a one-time token proves
 * both machines to each other, after that they know each other by their certificates.
 * docs/cluster-security.md.
 */
@NullMarked
package io.aplomb.control.enrol;

import org.jspecify.annotations.NullMarked;
