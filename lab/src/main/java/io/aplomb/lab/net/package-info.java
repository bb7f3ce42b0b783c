/** Machines with networks of their own on one machine: namespaces, and cables between them. */
@NullMarked
package io.aplomb.lab.net;

import org.jspecify.annotations.NullMarked;
