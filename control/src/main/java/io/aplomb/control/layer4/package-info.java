/** Virtual servers: checks on the network, and the kernel's tables that follow them. */
@NullMarked
package io.aplomb.control.layer4;

import org.jspecify.annotations.NullMarked;
