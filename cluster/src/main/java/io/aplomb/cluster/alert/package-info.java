/**
 * Who is told what of what happens in a cluster: events, the causes they have, whom it concerns,
 * and in which words. Pure.
 */
@NullMarked
package io.aplomb.cluster.alert;

import org.jspecify.annotations.NullMarked;
