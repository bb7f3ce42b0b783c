/** What the kernel is to do for a virtual server, or why it cannot. All pure. */
@NullMarked
package io.aplomb.layer4.plan;

import org.jspecify.annotations.NullMarked;
