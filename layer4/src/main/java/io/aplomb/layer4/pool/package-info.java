/**
 * Which real servers of a virtual server get connections: checks, weights, quorum, sorry server.
 * All pure: results in, effects out.
 */
@NullMarked
package io.aplomb.layer4.pool;

import org.jspecify.annotations.NullMarked;
